import ArgumentParser

/// Why a command did not do what it was asked for; told as one line on standard error.
struct CommandFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what to do about it.
    let description: String
    let status: SystemExit

    init(_ status: SystemExit, _ description: String) {
        (self.status, self.description) = (status, description)
    }
}

/// What a program says of itself when it ends. `sysexits.h`.
enum SystemExit: Int32, Sendable {
    /// `EX_USAGE`: it was asked in a wrong way.
    case usage = 64
    /// `EX_DATAERR`: what it was given is not what it needs.
    case badData = 65
    /// `EX_NOINPUT`
    case noInput = 66
    /// `EX_NOUSER`: an address is not there, or none at all.
    case noUser = 67
    /// `EX_UNAVAILABLE`: a service is not there, or does not want to.
    case unavailable = 69
    /// `EX_CANTCREAT`
    case cannotCreate = 73
    /// `EX_IOERR`
    case ioError = 74
    /// `EX_TEMPFAIL`: the same may well succeed later.
    case temporary = 75
    /// `EX_NOPERM`
    case noPermission = 77
    /// `EX_CONFIG`
    case configuration = 78
}

extension CommandFailure {
    init(_ error: ConfigurationError) {
        self.init(error.place == .commandLine ? .usage : .configuration, error.description)
    }

    init(_ failure: MessageFile.Failure) { self.init(.noInput, failure.description) }
}
