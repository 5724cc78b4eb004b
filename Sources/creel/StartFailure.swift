import ArgumentParser

/// Why the server could not start; told as one line on standard error.
struct StartFailure: Error, Sendable, CustomStringConvertible {
    /// What is wrong and what to do about it.
    let description: String
    /// As in `sysexits.h`: 69 where an address cannot be had, 74 where the database cannot be used.
    var exitCode: Int32 = 69
}
