import Foundation
import Glibc
import Synchronization

/// A program that was started.
///
/// Started without Foundation's `Process`, which loses the end of programs when many start at once.
final class RunningProgram: Sendable {
    let output = OutputLines()
    let errors = OutputLines()
    private let identifier: pid_t
    private let status: Task<Int32, Never>
    private let hasEnded = Mutex(false)

    struct Outcome: Sendable {
        /// The exit code; for a program that a signal ended, the signal.
        let status: Int32
        let output: String
        let errors: String
    }

    /// - Parameters:
    ///   - words: The path of the executable, then its arguments.
    ///   - environment: As `NAME=value`.
    ///   - input: The path of what it reads as standard input.
    init(_ words: [String], in directory: String, environment: [String], input: String) throws {
        let (outputPipe, errorPipe) = (try Self.pipe(), try Self.pipe())
        identifier = try Self.spawn(
            words, in: directory, environment: environment, input: input, output: outputPipe.writing,
            errors: errorPipe.writing)
        for pipe in [outputPipe, errorPipe] { close(pipe.writing) }
        let (statuses, continuation) = AsyncStream.makeStream(of: Int32.self)
        status = Task { await statuses.first { _ in true } ?? -1 }
        Self.read(outputPipe.reading, into: output)
        Self.read(errorPipe.reading, into: errors)
        Thread.detachNewThread { [self] in
            continuation.yield(wait())
            continuation.finish()
        }
    }

    func send(_ signal: Int32) {
        // Under the lock, so that the number still means this program.
        hasEnded.withLock { hasEnded in
            if !hasEnded { kill(identifier, signal) }
        }
    }

    /// Waits for the end. When the waiting task is cancelled, the program is killed.
    func outcome() async -> Outcome {
        await withTaskCancellationHandler {
            let status = await status.value
            await output.end()
            await errors.end()
            return Outcome(status: status, output: output.text, errors: errors.text)
        } onCancel: {
            send(SIGKILL)
        }
    }

    /// Blocks until the program has ended.
    private func wait() -> Int32 {
        var information = siginfo_t()
        // Leaves the number taken until nobody can send a signal to it any more.
        while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        hasEnded.withLock { $0 = true }
        var status: Int32 = 0
        waitpid(identifier, &status, 0)
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : signal
    }

    /// Reads to the end, on a thread of its own.
    private static func read(_ descriptor: Int32, into lines: OutputLines) {
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = Glibc.read(descriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                lines.add(Array(buffer[..<max(count, 0)]))
                guard count > 0 else { break }
            }
            close(descriptor)
        }
    }

    /// What a program writes into at one end comes out at the other. Other programs do not inherit the ends, which
    /// holds for sockets from the start and for pipes only from a moment later.
    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw StartError(description: "no pipe: error \(errno)")
        }
        return (ends[0], ends[1])
    }

    private static func spawn(
        _ words: [String], in directory: String, environment: [String], input: String, output: Int32, errors: Int32
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads that tests run on block signals, which a program would inherit.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let words = ["/usr/bin/env", "--chdir", directory] + words
        let (argumentStrings, environmentStrings) = (words.map { strdup($0) }, environment.map { strdup($0) })
        defer { for string in argumentStrings + environmentStrings { free(string) } }
        var identifier: pid_t = 0
        let error = posix_spawn(
            &identifier, words[0], &actions, &attributes, argumentStrings + [nil], environmentStrings + [nil])
        guard error == 0 else { throw StartError(description: "cannot start \(words): error \(error)") }
        return identifier
    }

    struct StartError: Error, CustomStringConvertible { let description: String }
}
