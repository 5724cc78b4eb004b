import Configuration
import MailModel
import MailProtocols

/// A configuration, and where each of its values came from: flags over environment over file over defaults.
struct ResolvedConfiguration: Sendable {
    private(set) var configuration: ServeConfiguration
    /// By the name of the setting; absent for defaults.
    private(set) var origins: [String: Origin] = [:]
    /// What is odd without being wrong, one line each.
    private(set) var warnings: [String] = []
    /// What whoever starts a server should know of where it gets its settings and whom it tells of mail, one line each.
    private(set) var notices: [String] = []

    /// - Parameters:
    ///   - environment: An empty variable counts as absent.
    ///   - defaultFile: Read when neither flag nor variable names a file.
    init(
        _ arguments: ServeArguments, environment: [String: String],
        defaultFile: () throws(ConfigurationError) -> ConfigurationFile?
    ) throws(ConfigurationError) {
        configuration = ServeConfiguration(environment: environment)
        let environment = environment.filter { !$0.value.isEmpty }
        let named = Self.namedFile(arguments, environment)
        let file = if let named { try Self.read(named) } else { try defaultFile() }
        if let file { try Self.checkKeys(of: file) }
        let variables = EnvironmentVariablesProvider(environmentVariables: environment)
        for setting in ServeConfiguration.settings {
            guard let (texts, origin) = Self.texts(for: setting, arguments, variables, file) else { continue }
            try set(setting, to: texts, from: origin)
        }
        try checkRoomForMessages()
        try checkListeners()
        warnings = Self.unknownVariables(in: environment)
        if named == nil, let file, !file.keys.isEmpty {
            notices.append("settings come from \(file.path) in the working directory; --config none does without")
        }
        notices += outsideNotices
    }

    /// A file may have opened the gate, which whoever starts the server has not written.
    private var outsideNotices: [String] {
        let places = [
            ("spamassassin", configuration.spamAssassin), ("rspamd", configuration.rspamd),
            ("clamav", configuration.clamAV),
        ]
        return places.compactMap { name, place in
            place.map { "mail is shown to \(name) at \($0) (\(origins[name] ?? .default))" }
        }
    }

    func origin(of setting: Setting) -> Origin { origins[setting.name] ?? .default }

    private mutating func set(_ setting: Setting, to texts: [String], from origin: Origin) throws(ConfigurationError) {
        if !setting.isList, texts.count != 1, case .file = origin {
            throw ConfigurationError(
                description: "\(setting.name) (\(origin)): a list is not allowed; give \(setting.allowed)",
                place: origin.place)
        }
        if let refused = setting.write(&configuration, texts) {
            let shown = setting.isSecret ? "the secret value" : "'\(refused.text.escapingControls())'"
            let fault = refused.fault.map { " (\($0.escapingControls()))" } ?? ""
            throw ConfigurationError(
                description: "\(setting.name) (\(origin)): \(shown) is not allowed\(fault); give \(setting.allowed)",
                place: origin.place)
        }
        origins[setting.name] = origin
    }

    /// A message for which there is never room would be put off for ever.
    private func checkRoomForMessages() throws(ConfigurationError) {
        guard configuration.maxMessageSize >= configuration.maxOctetsInFlight else { return }
        let (size, room) = ("max-message-size", "max-octets-in-flight")
        let origins = (size: origins[size] ?? .default, room: origins[room] ?? .default)
        throw ConfigurationError(
            description: "\(size) (\(origins.size)), \(configuration.maxMessageSize), must be less than \(room) "
                + "(\(origins.room)), \(configuration.maxOctetsInFlight): lower the one or raise the other",
            place: (origins.size == .default ? origins.room : origins.size).place)
    }

    /// A listener that asks for what it does not offer would take no mail, and clients be told to do what they cannot.
    private func checkListeners() throws(ConfigurationError) {
        let listeners =
            configuration.smtp.map { ("smtp", $0, false) } + configuration.smtps.map { ("smtps", $0, true) }
            + configuration.lmtp.map { ("lmtp", $0, false) }
        for (name, endpoint, isEncrypted) in listeners {
            let session = configuration.session(name == "lmtp" ? .lmtp : .smtp, at: endpoint)
            guard let (wish, obstacle) = session.contradiction(isEncryptedFromStart: isEncrypted) else { continue }
            let parts = [wish, obstacle].map { ($0, source(of: $0, for: endpoint, of: name)) }
            throw ConfigurationError(
                description: "\(name) \(endpoint.address) could take no mail: "
                    + parts.map { "\($0) (\($1))" }.joined(separator: " and ")
                    + " exclude each other; change one of them",
                place: (parts.map(\.1).first { $0 != .default } ?? .default).place)
        }
    }

    /// Where a setting of a listener got its value.
    private func source(of demand: SMTPSession.Configuration.Demand, for endpoint: MailEndpoint, of listener: String)
        -> Origin
    {
        let isOwn =
            switch demand {
            case .tls: endpoint.tls != nil
            case .auth: endpoint.auth != nil
            case .authOverTLS: false
            case .disabled(let keyword): endpoint.disabled.contains(keyword)
            }
        return origins[isOwn ? listener : demand.setting] ?? .default
    }

    private static func texts(
        for setting: Setting, _ arguments: ServeArguments, _ variables: EnvironmentVariablesProvider,
        _ file: ConfigurationFile?
    ) -> (texts: [String], origin: Origin)? {
        if let texts = arguments.values[setting.name] { return (texts, .flag(setting.flag)) }
        if let texts = variables.texts(for: setting) { return (texts, .environment(setting.variable)) }
        return file.flatMap { file in file.texts(setting.name).map { ($0, .file(file.path)) } }
    }

    private static let fileVariable = Setting.variablePrefix + "CONFIG"

    private typealias NamedFile = (path: String, place: ConfigurationError.Place)

    private static func namedFile(_ arguments: ServeArguments, _ environment: [String: String]) -> NamedFile? {
        if let path = arguments.file { return (path, .commandLine) }
        return environment[fileVariable].map { ($0, .environment) }
    }

    private static func read(_ file: NamedFile) throws(ConfigurationError) -> ConfigurationFile? {
        file.path == ConfigurationFile.none ? nil : try ConfigurationFile(path: file.path, place: file.place)
    }

    private static func checkKeys(of file: ConfigurationFile) throws(ConfigurationError) {
        let names = ServeConfiguration.settings.map(\.name)
        guard let key = file.keys.first(where: { !names.contains($0) }) else { return }
        // People nest settings that belong together: the last word is then the name.
        let word = key.split(separator: ".").last.map(String.init) ?? key
        let nearest = key.nearest(in: names) ?? word.nearest(in: names)
        let hint = nearest.map { "; did you mean \($0)?" } ?? "; creel serve --help lists the settings"
        throw ConfigurationError(
            description: "unknown setting \(key.escapingControls()) in \(file.path)\(hint)", place: .file)
    }

    private static func unknownVariables(in environment: [String: String]) -> [String] {
        let known = Set(ServeConfiguration.settings.map(\.variable) + Surroundings.variables + [fileVariable])
        let unknown = environment.keys.filter { $0.hasPrefix(Setting.variablePrefix) && !known.contains($0) }
        return unknown.sorted().map { name in
            let hint = name.nearest(in: known).map { "; did you mean \($0)?" } ?? ""
            return "the environment variable \(name) sets nothing\(hint)"
        }
    }
}

extension EnvironmentVariablesProvider {
    /// The texts of the setting's variable; `nil` when it is not set.
    fileprivate func texts(for setting: Setting) -> [String]? {
        let key = AbsoluteConfigKey(["creel", setting.name])
        guard case .string(let text) = try? value(forKey: key, type: .string).value?.content else { return nil }
        guard let separator = setting.separator else { return [text] }
        return text.split(separator: separator).map(\.trimmed).filter { !$0.isEmpty }
    }
}
