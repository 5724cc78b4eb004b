import Intake
import ArgumentParser
import FoundationEssentials
import MIME
import MailAnalysis
import MailModel
import MailServer

/// `creel check`: what is wrong with messages, without a server.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Say what is wrong with messages, where, and what to do about it.",
        discussion: """
            Reads messages (.eml), mbox files, Maildirs, directories with any of them, and the list of a running \
            Creel. Exits with 0 when all is well, 1 when a message reaches a threshold of --fail-on, 2 when it is \
            asked in a wrong way, 66 when something cannot be read, and 74 when the report cannot be written. What holds \
            for a project stands in .creel.yaml, in the working directory or above it; creel rules lists the rules.
            """)

    @Argument(
        help: ArgumentHelp(
            "A message, an mbox, a directory, - for standard input, or \(ServerURL.example).", valueName: "FILE"))
    var inputs: [String]

    @Option(help: ArgumentHelp("How to write it down: \(ReportFormat.Name.list).", valueName: "FORMAT"))
    var format = ReportFormat.Name.text.rawValue

    @Option(help: ArgumentHelp("What makes it fail: \(Threshold.allowed); error unless told.", valueName: "WHAT"))
    var failOn: [String] = []

    @Option(help: ArgumentHelp("Leave a rule out, or all of a family: bulk.*.", valueName: "RULE"))
    var disable: [String] = []

    @Option(help: ArgumentHelp("Ask this rule, or family, and no other.", valueName: "RULE"))
    var only: [String] = []

    @Option(help: ArgumentHelp("Show nothing milder: error, warning or info.", valueName: "SEVERITY"))
    var severity = Severity.info.rawValue

    @Option(
        help: ArgumentHelp(
            "When the messages came in, such as 2026-01-31T09:00:00Z; otherwise nobody knows of a file.",
            valueName: "TIME"))
    var now: String?

    @Option(help: ArgumentHelp("How messages lie in mbox files: \(MboxDialect.choice).", valueName: "DIALECT"))
    var mbox = MboxDialect.auto.rawValue

    @Option(help: ArgumentHelp("Read this file in place of .creel.yaml.", valueName: "FILE"))
    var config: String?

    @Option(
        name: [.customLong("ca-file"), .customLong("cacert")],
        help: ArgumentHelp(
            "Believe a server whom the certificates of this PEM file vouch for, in place of those the system trusts.",
            valueName: "FILE"))
    var caFile: String?

    @Flag(help: "Say nothing on standard error but what could not be read.")
    var quiet = false

    /// What linters exit with when they are asked in a wrong way.
    static let wrongUse: Int32 = 2

    func run() async throws {
        do {
            let plan = try CheckPlan(self, directory: FileManager.default.currentDirectoryPath)
            let tally = try await check(plan, ReportFormat(plan.format, isColoured: StandardOutput.isColoured))
            if tally.exitCode != 0 { throw ExitCode(tally.exitCode) }
        } catch let error as CheckError {
            StandardError.write("creel: \(error)\n")
            throw ExitCode(Self.wrongUse)
        }
    }

    private func check(_ plan: CheckPlan, _ format: ReportFormat) async throws -> CheckTally {
        let checker = Checker(
            plan.settings, finder: MessageFinder(dialect: plan.dialect, trust: plan.trust), format: format,
            now: plan.now,
            startedAt: plan.now ?? .now())
        var report = try ReportWriter(
            format, checker.run, progress: ProgressBar(of: plan.inputs, verb: "checked", isQuiet: quiet))
        await checker.check(plan.inputs, into: &report)
        try report.finish()
        return report.tally
    }
}

extension ReportFormat.Name {
    /// `text, json or sarif`.
    static let list = allCases.map(\.rawValue).joined(separator: ", ")
}
