/// A configuration with which the server cannot start.
struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line: the setting, where it was set, its value, and what is allowed.
    let description: String
    let place: Place

    enum Place: Hashable, Sendable {
        case commandLine
        case environment
        case file
    }

    /// `EX_USAGE` for the command line, else `EX_CONFIG`, as in `sysexits.h`.
    var exitCode: Int32 { place == .commandLine ? 64 : 78 }
}
