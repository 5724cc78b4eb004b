import FoundationEssentials
import MIME
import MailAnalysis
import MailModel

/// What a command line and the file of the project ask for, checked.
struct CheckPlan: Sendable {
    let inputs: [CheckInput]
    let format: ReportFormat.Name
    let settings: CheckSettings
    let now: Timestamp?
    let dialect: MboxDialect
    /// Who vouches for servers.
    let trust: TLSClient.Trust

    /// - Parameter directory: Where the search for the file of the project begins.
    /// - Throws: For the first thing that is not allowed, with what is.
    init(_ command: CheckCommand, directory: String) throws(CheckError) {
        inputs = try command.inputs.map { word throws(CheckError) in try CheckInput(word) }
        format = try Self.value(command.format, "--format", ReportFormat.Name.list, ReportFormat.Name.init(rawValue:))
        now = try command.now.map { text throws(CheckError) in
            try Self.value(text, "--now", "a time such as 2026-01-31T09:00:00Z", Timestamp.init)
        }
        dialect = try Self.value(
            command.mbox, "--mbox", MboxDialect.choice, MboxDialect.init(rawValue:))
        trust = command.caFile.map { .file($0) } ?? .system
        settings = try Self.settings(command, directory)
    }

    /// The file of the project, and what the flags change of it: they add rules to leave out and replace the rest.
    private static func settings(_ command: CheckCommand, _ directory: String) throws(CheckError) -> CheckSettings {
        var settings = CheckSettings()
        if let path = command.config ?? ProjectFile.path(from: directory) {
            settings = try CheckSettings(try file(path))
        }
        settings.disabled += try flag("--disable", command.disable, rules)
        settings.only = try flag("--only", command.only, rules)
        settings.shown = try value(
            command.severity, "--severity", "error, warning or info", Severity.init(rawValue:))
        guard !command.failOn.isEmpty else { return settings }
        settings.failOn = try flag("--fail-on", command.failOn) { text throws(CheckError) in try Threshold(text) }
        return settings
    }

    private static func file(_ path: String) throws(CheckError) -> ConfigurationFile {
        do {
            return try ConfigurationFile(path: path, place: .file)
        } catch {
            throw CheckError(description: error.description)
        }
    }

    private static func rules(_ text: String) throws(CheckError) -> RulePattern { try RulePattern(text) }

    /// The values of a flag that may repeat; its errors begin with its name.
    private static func flag<Value>(
        _ name: String, _ texts: [String], _ parse: (String) throws(CheckError) -> Value
    ) throws(CheckError) -> [Value] {
        try texts.map { text throws(CheckError) in
            do throws(CheckError) {
                return try parse(text)
            } catch {
                throw CheckError(description: "\(name): \(error)")
            }
        }
    }

    private static func value<Value>(
        _ text: String, _ name: String, _ allowed: String, _ parse: (String) -> Value?
    ) throws(CheckError) -> Value {
        guard let value = parse(text) else {
            throw CheckError(description: "\(name): '\(text.escapingControls())' is not allowed; give \(allowed)")
        }
        return value
    }
}
