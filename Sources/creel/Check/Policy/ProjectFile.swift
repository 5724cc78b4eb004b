import MailModel
import FoundationEssentials
import MailAnalysis

/// The file in which a project says how its mail is checked: `.creel.yaml`, in the working directory or above it.
///
/// ```yaml
/// check:
///   fail-on: [error, "score:5"]
///   disable: [bulk.*]
///   severities:
///     hdr.date.missing: warning
///   allow:
///     leak.localhost: [localhost, "*staging*"]
/// ```
enum ProjectFile {
    static let name = ".creel.yaml"

    /// The path of the nearest one at `directory` or above it.
    static func path(from directory: String) -> String? {
        var folder = URL(filePath: directory, directoryHint: .isDirectory).standardized
        while true {
            let file = folder.appending(path: name)
            if FileManager.default.fileExists(atPath: file.path) { return file.path }
            let parent = folder.deletingLastPathComponent().standardized
            guard parent.path.utf8.count < folder.path.utf8.count else { return nil }
            folder = parent
        }
    }
}

extension CheckSettings {
    /// - Throws: For a key or value that is not allowed, naming both and what is.
    init(_ file: ConfigurationFile) throws(CheckError) {
        for key in file.keys { try read(key, of: file) }
    }

    private mutating func read(_ key: String, of file: ConfigurationFile) throws(CheckError) {
        let texts = file.texts(key) ?? []
        do throws(CheckError) {
            switch key {
            case "check.fail-on": failOn = try texts.map { text throws(CheckError) in try Threshold(text) }
            case "check.disable": disabled = try texts.map { text throws(CheckError) in try RulePattern(text) }
            case _ where key.hasPrefix("check.severities."):
                severities[try RulePattern(String(key.dropFirst(17)))] = try Self.severity(texts)
            case _ where key.hasPrefix("check.allow."):
                allowances[try RulePattern(String(key.dropFirst(12)))] = try Self.allowances(texts)
            case "check.severities": throw CheckError(description: "takes a mapping of rules to severities")
            case "check.allow": throw CheckError(description: "takes a mapping of rules to lists of patterns")
            case "check" where texts == [""]: break
            default: throw Self.unknown(key)
            }
        } catch {
            throw CheckError(description: "\(key.escapingControls()) (file \(file.path)): \(error)")
        }
    }

    private static func unknown(_ key: String) -> CheckError {
        let keys = ["check.fail-on", "check.disable", "check.severities", "check.allow"]
        let nearest = key.nearest(in: keys) ?? "check.\(key)".nearest(in: keys)
        let hint = nearest.map { "did you mean \($0)?" } ?? "give \(keys.joined(separator: ", "))"
        return CheckError(description: "there is no such key; \(hint)")
    }

    private static func severity(_ texts: [String]) throws(CheckError) -> Severity {
        guard texts.count == 1, let severity = Severity(rawValue: texts[0]) else {
            throw CheckError(
                description: "'\(texts.joined(separator: ", ").escapingControls())' is not allowed; "
                    + "give error, warning or info")
        }
        return severity
    }

    private static func allowances(_ texts: [String]) throws(CheckError) -> [Allowance] {
        try texts.map { text throws(CheckError) in
            guard let allowance = Allowance(text) else {
                throw CheckError(description: "'\(text.escapingControls())' would allow everything; disable the rule")
            }
            return allowance
        }
    }
}
