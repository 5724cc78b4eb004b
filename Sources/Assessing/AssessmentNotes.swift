import Glibc
import MailModel
import Synchronization

/// Notes which message the rules are asked about, so that the next start knows at which one the program ended: a rule that
/// ends it must not do so again and again.
///
/// A file of a few octets, which has to outlive the program and no more than that.
final class AssessmentNotes: Sendable {
    private struct State {
        var current: CaptureID?
        /// How often the program ended while the rules were asked about a message.
        var ends: [CaptureID: Int] = [:]
    }

    private let path: String
    private let ruleset: String
    private let state: Mutex<State>

    /// As often may the program end for reasons of its own.
    private static let mostEnds = 3
    /// Messages that are remembered.
    private static let mostMessages = 32

    /// Reads what is there. What was noted under other rules is forgotten.
    init(path: String, ruleset: String) {
        (self.path, self.ruleset) = (path, ruleset)
        var lines = Self.read(path).split(separator: "\n")[...]
        var state = State()
        var wasCutShort = false
        if lines.popFirst() == ruleset[...] {
            let current = lines.popFirst().flatMap { Int64($0) } ?? 0
            for line in lines.prefix(Self.mostMessages) {
                let numbers = line.split(separator: " ").compactMap { Int64($0) }
                guard numbers.count == 2 else { continue }
                state.ends[CaptureID(numbers[0])] = Int(clamping: numbers[1])
            }
            wasCutShort = current > 0
            if wasCutShort { state.ends[CaptureID(current), default: 0] += 1 }
        }
        self.state = Mutex(state)
        // Counts once.
        if wasCutShort { end() }
    }

    /// Those that the rules are not asked about any more.
    var suspects: Set<CaptureID> {
        state.withLock { Set($0.ends.filter { $0.value >= Self.mostEnds }.keys) }
    }

    func begin(_ id: CaptureID) { note { $0.current = id } }

    func end() { note { $0.current = nil } }

    private func note(_ change: (inout State) -> Void) {
        state.withLock { state in
            change(&state)
            let ends = state.ends.sorted { $0.key < $1.key }.suffix(Self.mostMessages)
            let lines =
                ["\(ruleset)", "\(state.current?.rawValue ?? 0)"] + ends.map { "\($0.key.rawValue) \($0.value)" }
            Self.write(Array((lines.joined(separator: "\n") + "\n").utf8), to: path)
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
    private static func write(_ octets: [UInt8], to path: String) {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { return }
        defer { close(file) }
        guard pwrite(file, octets, octets.count, 0) == octets.count else { return }
        ftruncate(file, off_t(octets.count))
    }
}
