/// The words behind `creel serve`.
struct ServeArguments: Hashable, Sendable {
    /// The values of each setting, by its name, in the order in which they were given.
    private(set) var values: [String: [String]] = [:]
    /// The file of `--config`.
    private(set) var file: String?
    private(set) var wantsHelp = false
    private(set) var wantsConfiguration = false

    /// Reads `--name value` and `--name=value`; both may repeat.
    init(_ words: some Sequence<String>, settings: [Setting] = ServeConfiguration.settings) throws(ConfigurationError) {
        let names = Set(settings.map(\.name))
        var rest = Array(words)[...]
        while let word = rest.popFirst() {
            let (name, attached) = Self.split(word)
            switch name {
            case "--help", "-h": wantsHelp = true
            case "--print-configuration": wantsConfiguration = true
            case "--config": file = try Self.value(of: name, attached, &rest)
            default:
                guard name.hasPrefix("--"), names.contains(String(name.dropFirst(2))) else {
                    throw Self.unknown(word, flag: name, names: names)
                }
                values[String(name.dropFirst(2)), default: []].append(try Self.value(of: name, attached, &rest))
            }
        }
    }

    private static func split(_ word: String) -> (name: String, value: String?) {
        guard word.hasPrefix("--"), let equals = word.firstIndex(of: "=") else { return (word, nil) }
        return (String(word[..<equals]), String(word[word.index(after: equals)...]))
    }

    private static func value(
        of flag: String, _ attached: String?, _ rest: inout ArraySlice<String>
    ) throws(ConfigurationError) -> String {
        if let attached { return attached }
        guard let next = rest.first, !next.hasPrefix("--") else {
            throw ConfigurationError(
                description: "\(flag) needs a value: \(flag) VALUE or \(flag)=VALUE", place: .commandLine)
        }
        rest.removeFirst()
        return next
    }

    private static func unknown(_ word: String, flag: String, names: Set<String>) -> ConfigurationError {
        guard word.hasPrefix("-") else {
            return ConfigurationError(
                description: "'\(word)' is neither a command nor a flag; creel --help lists both", place: .commandLine)
        }
        let flags = (names.map { "--\($0)" } + ["--config", "--print-configuration", "--help"])
        let hint = flag.nearest(in: flags).map { "; did you mean \($0)?" } ?? "; creel serve --help lists the flags"
        return ConfigurationError(description: "unknown flag \(flag)\(hint)", place: .commandLine)
    }
}
