import Synchronization

/// What a running program writes to one of its pipes, line by line, to wait for and to look back at.
final class OutputLines: Sendable {
    private struct State {
        var lines: [String] = []
        var partial: [UInt8] = []
        var isAtEnd = false
        var waiters: [Waiter] = []
    }

    private struct Waiter {
        let isWanted: @Sendable (String) -> Bool
        let continuation: CheckedContinuation<String?, Never>
    }

    private let state = Mutex(State())

    var text: String { state.withLock { $0.lines.joined(separator: "\n") } }

    /// The first line that is wanted, whether it is there or comes; `nil` when the end comes before.
    func first(where isWanted: @escaping @Sendable (String) -> Bool) async -> String? {
        await withCheckedContinuation { continuation in
            let known: String?? = state.withLock { state in
                if let line = state.lines.first(where: isWanted) { return line }
                if state.isAtEnd { return .some(nil) }
                state.waiters.append(Waiter(isWanted: isWanted, continuation: continuation))
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// Returns when the program has closed its end.
    func end() async { _ = await first { _ in false } }

    /// Takes what was read; nothing means the end.
    func add(_ octets: [UInt8]) {
        let answers: [(CheckedContinuation<String?, Never>, String?)] = state.withLock { state in
            let lines = Self.takeLines(&state, octets)
            state.lines += lines
            state.isAtEnd = octets.isEmpty
            var answers: [(CheckedContinuation<String?, Never>, String?)] = []
            state.waiters.removeAll { waiter in
                let line = lines.first(where: waiter.isWanted)
                guard line != nil || state.isAtEnd else { return false }
                answers.append((waiter.continuation, line))
                return true
            }
            return answers
        }
        for (continuation, line) in answers { continuation.resume(returning: line) }
    }

    private static func takeLines(_ state: inout State, _ octets: [UInt8]) -> [String] {
        state.partial += octets
        var pieces = state.partial.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let rest = pieces.popLast() ?? []
        if octets.isEmpty, !rest.isEmpty { pieces.append(rest) }
        state.partial = octets.isEmpty ? [] : Array(rest)
        return pieces.map { String(decoding: $0, as: UTF8.self) }
    }
}
