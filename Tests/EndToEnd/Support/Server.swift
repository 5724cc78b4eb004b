import Foundation
import Testing

/// A server under test: the real executable on free ports, with a database of its own.
final class Server: Sendable {
    let program: RunningProgram
    let directory: Directory
    let smtpPort: Int
    /// Where it takes LMTP, when it was told to.
    let lmtpPort: Int?
    /// Where it takes SMTP that is encrypted from its beginning, when it was told to.
    let smtpsPort: Int?
    /// Where it serves the API over TLS, when it was told to.
    let httpsPort: Int?
    let api: API

    /// Starts one and waits until it says that it accepts.
    ///
    /// - Parameter directory: Holds the database; the same directory again is a restart.
    static func start(in directory: Directory, settings: [String] = []) async throws -> Server {
        let creel = try #require(Program.creel, "the executable creel is not built; set CREEL_BINARY")
        let program = try creel.start(
            ["--smtp", "127.0.0.1:0", "--http", "127.0.0.1:0", "--database", "creel.sqlite"] + settings, in: directory)
        let line = await program.output.first { $0.hasPrefix("creel ready: ") }
        guard let line, let ports = Self.ports(in: line) else {
            let outcome = await program.outcome()
            throw StartError(description: "did not start: \(line ?? outcome.errors)")
        }
        return Server(program, directory, ports)
    }

    private init(_ program: RunningProgram, _ directory: Directory, _ ports: Ports) {
        (self.program, self.directory) = (program, directory)
        (smtpPort, lmtpPort, smtpsPort, httpsPort) = (ports.smtp, ports.lmtp, ports.smtps, ports.https)
        api = API(port: ports.http)
    }

    deinit { program.send(SIGKILL) }

    /// Asks it to stop and waits until it has.
    func stop() async -> RunningProgram.Outcome {
        program.send(SIGTERM)
        return await program.outcome()
    }

    private typealias Ports = (smtp: Int, http: Int, lmtp: Int?, smtps: Int?, https: Int?)

    /// Reads `creel ready: smtp=127.0.0.1:PORT http=127.0.0.1:PORT`, and `smtps=…`, `lmtp=…` behind it.
    private static func ports(in line: String) -> Ports? {
        func port(_ name: String) -> Int? {
            let word = line.split(separator: " ").first { $0.hasPrefix("\(name)=127.0.0.1:") }
            // The first, where there are several.
            return word?.split(separator: ",").first?.split(separator: ":").last.flatMap { Int($0) }
        }
        guard let smtp = port("smtp"), let http = port("http") else { return nil }
        return (smtp, http, port("lmtp"), port("smtps"), port("https"))
    }

    struct StartError: Error, CustomStringConvertible { let description: String }
}

/// Gives a suite one server for all of its tests: `Server.shared`.
struct SharedServer: SuiteTrait, TestScoping {
    @TaskLocal fileprivate static var current: Server?

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let server = try await Server.start(in: Directory())
        try await Self.$current.withValue(server) { try await function() }
        let outcome = await server.stop()
        #expect(outcome.status == 0, "\(outcome.errors)")
    }
}

extension Trait where Self == SharedServer {
    static var sharedServer: SharedServer { SharedServer() }
}

extension Server {
    /// The server of the suite.
    static var shared: Server {
        get throws { try #require(SharedServer.current, "the suite lacks the trait .sharedServer") }
    }
}
