import FoundationEssentials
import MailModel

/// What `creel serve` would do if it were started here and now: commands that look for a server look where that one
/// would be.
struct Surroundings: Sendable {
    let configuration: ServeConfiguration
    let environment: [String: String]

    /// By the environment and the `creel.yaml` of the working directory.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws(CommandFailure) {
        do throws(ConfigurationError) {
            let resolved = try ResolvedConfiguration(
                try ServeArguments([]), environment: environment, defaultFile: ConfigurationFile.inWorkingDirectory)
            (configuration, self.environment) = (resolved.configuration, environment)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// The inbox that a job has chosen for everything it does.
    var inbox: String? { environment[Self.inboxVariable].flatMap { $0.isEmpty ? nil : $0 } }

    /// The inbox that is meant: the one that is given, where an empty name stands for all, else the job's.
    func inbox(_ given: String?) throws(CommandFailure) -> InboxName? {
        if let given { return try given.isEmpty ? nil : Self.inbox(named: given, by: "--inbox") }
        guard let job: String = inbox else { return nil }
        return try Self.inbox(named: job, by: Self.inboxVariable)
    }

    /// - Parameter setting: What says the name.
    static func inbox(named name: String, by setting: String) throws(CommandFailure) -> InboxName {
        guard let inbox = InboxName(name) else {
            throw CommandFailure(
                .usage,
                """
                \(setting): '\(name.escapingControls())' is not allowed; give \
                \(InboxName.allowed)
                """)
        }
        return inbox
    }

    private static let inboxVariable = "CREEL_INBOX"

    /// Variables that say something to commands, and nothing to a server.
    static let variables = [inboxVariable, passwordVariable]

    static let passwordVariable = "CREEL_PASSWORD"
}

extension ListenAddress {
    /// Where to connect to reach who listens here: whoever listens everywhere listens at home as well.
    var reachable: ListenAddress {
        switch host {
        case "0.0.0.0": ListenAddress(host: "127.0.0.1", port: port)
        case "::": ListenAddress(host: "::1", port: port)
        default: self
        }
    }
}
