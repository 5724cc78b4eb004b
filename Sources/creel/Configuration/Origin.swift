/// Where a setting got its value.
enum Origin: Hashable, Sendable {
    case `default`
    /// As it was written: `--smtp`.
    case flag(String)
    /// The name of the variable.
    case environment(String)
    /// The path of the file.
    case file(String)

    var place: ConfigurationError.Place {
        switch self {
        case .default, .flag: .commandLine
        case .environment: .environment
        case .file: .file
        }
    }
}

extension Origin: CustomStringConvertible {
    var description: String {
        switch self {
        case .default: "default"
        case .flag(let name): "flag \(name)"
        case .environment(let name): "environment \(name)"
        case .file(let path): "file \(path)"
        }
    }
}
