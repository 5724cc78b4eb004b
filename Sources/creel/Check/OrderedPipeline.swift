/// Works on many things at a time, on all cores, and hands on what comes of them in the order in which they came.
///
/// What is on its way is bounded by number and by octets: whoever brings more waits until the oldest is handed on.
struct OrderedPipeline<Item: Sendable, Output: Sendable> {
    /// Things that are on their way at one time.
    var itemLimit = 64
    /// Octets that they take together; one that is larger goes alone.
    var octetLimit = 64 << 20
    /// Runs on any thread, several at a time.
    let work: @Sendable (Item) async -> Output

    /// What `bring` waits for when it has one more thing, and how many octets that takes.
    typealias Put = (_ item: Item, _ octets: Int) async -> Void

    /// - Parameter bring: Puts in one thing after the other, and returns when there are no more.
    func run<Sink: PipelineSink & ~Copyable>(into sink: inout Sink, _ bring: (Put) async -> Void) async
    where Sink.Output == Output {
        await withTaskGroup(of: (Int, Output).self) { group in
            var window = Window()
            await bring { item, octets in
                while isFull(window, octets), let done = await group.next() { window.note(done, &sink) }
                let number = window.begin(octets)
                group.addTask { (number, await work(item)) }
            }
            while let done = await group.next() { window.note(done, &sink) }
        }
    }

    private func isFull(_ window: Window, _ octets: Int) -> Bool {
        window.count >= itemLimit || (window.count > 0 && window.octets + octets > octetLimit)
    }

    /// What is on its way: begun, and not handed on.
    private struct Window {
        private var sizes: [Int: Int] = [:]
        private var done: [Int: Output] = [:]
        private var (next, first) = (0, 0)
        private(set) var octets = 0

        var count: Int { next - first }

        mutating func begin(_ octets: Int) -> Int {
            sizes[next] = octets
            self.octets += octets
            next += 1
            return next - 1
        }

        /// Hands on everything that nothing older is missing before.
        mutating func note<Sink: PipelineSink & ~Copyable>(_ result: (number: Int, output: Output), _ sink: inout Sink)
        where Sink.Output == Output {
            done[result.number] = result.output
            while let output = done.removeValue(forKey: first) {
                octets -= sizes.removeValue(forKey: first) ?? 0
                first += 1
                sink.take(output)
            }
        }
    }
}

/// What takes the results of a pipeline, one at a time, in their order.
protocol PipelineSink<Output>: ~Copyable {
    associatedtype Output
    mutating func take(_ output: Output)
}
