import Glibc
package import MailModel
import MailStorage
import Synchronization

/// Notes which message is looked into, by rules or for the index, so that the next start knows at which one the program
/// ended: what ends it must not do so again and again.
///
/// A file of a few octets, which has to outlive the program and no more than that.
package final class AssessmentNotes: ReadingNotes {
    private struct State {
        var current: CaptureID?
        /// How often the program ended while a message was looked into.
        var ends: [CaptureID: Int] = [:]
        /// The file, once it is open, and how long it is.
        var file: Int32 = -1
        var length = Int.max
    }

    private let path: String
    private let ruleset: String
    private let state: Mutex<State>

    /// As often may the program end for reasons of its own.
    private static let mostEnds = 3
    /// Messages that are remembered.
    private static let mostMessages = 32

    /// Reads what is there.
    ///
    /// - Parameter ruleset: What was noted under another is forgotten.
    package init(path: String, ruleset: String) {
        (self.path, self.ruleset) = (path, ruleset)
        var lines = Self.read(path).split(separator: "\n")[...]
        var state = State()
        var wasCutShort = false
        if lines.popFirst() == ruleset[...] {
            let current = lines.popFirst().flatMap { Int64($0) } ?? 0
            for line in lines.prefix(Self.mostMessages) {
                let numbers = line.split(separator: " ").compactMap { Int64($0) }
                guard numbers.count == 2 else { continue }
                state.ends[CaptureID(numbers[0])] = Int(clamping: min(numbers[1], Int64(Self.mostEnds)))
            }
            wasCutShort = current > 0
            if wasCutShort { state.ends[CaptureID(current), default: 0] += 1 }
        }
        self.state = Mutex(state)
        // Counts once.
        if wasCutShort { end() }
    }

    deinit {
        let file = state.withLock { $0.file }
        if file >= 0 { close(file) }
    }

    /// Those that are not looked into any more.
    package var suspects: Set<CaptureID> {
        state.withLock { Set($0.ends.filter { $0.value >= Self.mostEnds }.keys) }
    }

    package func begin(_ id: CaptureID) { note { $0.current = id } }

    package func end() { note { $0.current = nil } }

    private func note(_ change: (inout State) -> Void) {
        state.withLock { state in
            change(&state)
            let ends = state.ends.sorted { $0.key < $1.key }.suffix(Self.mostMessages)
            let lines =
                ["\(ruleset)", "\(state.current?.rawValue ?? 0)"] + ends.map { "\($0.key.rawValue) \($0.value)" }
            write(Array((lines.joined(separator: "\n") + "\n").utf8), &state)
        }
    }

    // MARK: The file

    private static func read(_ path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var octets = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(file, &octets, octets.count)
        return String(decoding: octets.prefix(max(0, count)), as: UTF8.self)
    }

    /// Where it cannot be written, nothing is noted.
    private func write(_ octets: [UInt8], _ state: inout State) {
        if state.file < 0 { state.file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600) }
        guard pwrite(state.file, octets, octets.count, 0) == octets.count else { return }
        if octets.count < state.length { ftruncate(state.file, off_t(octets.count)) }
        state.length = octets.count
    }
}
