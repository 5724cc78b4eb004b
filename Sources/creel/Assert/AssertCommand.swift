import ArgumentParser
import FoundationEssentials
import MailAnalysis
import MailModel

/// `creel assert`: whether messages are as expected.
struct AssertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assert", abstract: "Hold messages against what is expected of them.",
        discussion: """
            Every expectation has to hold of every message. Exits with 0 when all do, 1 when one does not, 2 when it is \
            asked in a wrong way, 66 when a file cannot be read, 69, 75 or 77 when the server does not answer, and 74 when \
            standard output cannot be written.

            Expectations, each of which may have "no" before it. = is equal, : contains, ~ matches a regular expression:

            \(ExpectationKind.help)
            """)

    @Argument(
        help: ArgumentHelp(
            "A message, an mbox, a directory, - for standard input, or \(ServerURL.example).", valueName: "FILE"))
    var input: String

    @Argument(help: ArgumentHelp("Such as count=1, subject=Welcome, 'no finding>=error'.", valueName: "EXPECTATION"))
    var expectations: [String]

    @Option(
        help: ArgumentHelp(
            "Of a server: wait so long for as many messages as can be judged, such as 10s; a number is seconds.",
            valueName: "TIME"))
    var timeout: String?

    @Option(help: ArgumentHelp("Of a server: count messages after this one only.", valueName: "ID"))
    var after: Int64?

    @Option(
        name: [.customLong("ca-file"), .customLong("cacert")],
        help: ArgumentHelp(
            "Believe a server whom the certificates of this PEM file vouch for, in place of those the system trusts.",
            valueName: "FILE"))
    var caFile: String?

    @Option(help: ArgumentHelp("How to write it down: text or json.", valueName: "FORMAT"))
    var format = Format.text

    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    func run() async throws {
        do {
            let result = try await result(of: try Assertion(expectations))
            try StandardOutput.write(
                format == .json ? result.json : result.text(Palette(isColoured: StandardOutput.isColoured)))
            if !result.passed { throw ExitCode(1) }
        } catch let error as HTTPFailure {
            if let objection = error.objection { throw Self.exit(telling: objection, code: CheckCommand.wrongUse) }
            throw Self.exit(telling: error.description, code: error.status.rawValue)
        } catch let error as MessageFile.Failure {
            // EX_NOINPUT of sysexits.h.
            throw Self.exit(telling: error.description, code: 66)
        } catch let error as CheckError {
            throw Self.exit(telling: error.description, code: CheckCommand.wrongUse)
        } catch let error as ExpectationError {
            throw Self.exit(telling: error.description.escapingControls(), code: CheckCommand.wrongUse)
        }
    }

    private func result(of assertion: Assertion) async throws -> AssertResult {
        switch try CheckInput(input) {
        case .server(let url):
            return try await AssertRequest(
                url, expectations, timeout: try waitTime(), after: after, trust: caFile.map { .file($0) } ?? .system
            ).answer()
        case .file, .directory:
            guard timeout == nil, after == nil else {
                throw CheckError(description: "--timeout and --after are for a server; \(input) is none")
            }
            return try await AssertResult(of: try CheckInput(input), assertion)
        }
    }

    private func waitTime() throws(CheckError) -> Duration? {
        guard let timeout else { return nil }
        guard let time = Duration(option: timeout), time <= .seconds(300) else {
            throw CheckError(
                description:
                    "--timeout: '\(timeout.escapingControls())' is not allowed; give a time up to 5m, such as 10s")
        }
        return time
    }

    /// One line on standard error, and then nothing more.
    private static func exit(telling text: String, code: Int32) -> ExitCode {
        StandardError.write("creel: \(text)\n")
        return ExitCode(code)
    }
}
