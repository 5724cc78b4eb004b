import Glibc

/// A message in a file.
enum MessageFile {
    /// Octets that are read; messages in real life end far below it.
    static let limit = 1 << 30

    /// Why it could not be read, as a sentence with its name.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// - Parameter name: A path; `-` is standard input.
    static func octets(of name: String) throws(Failure) -> [UInt8] {
        try rest(of: InputFile(name), name: name, behind: [])
    }

    /// What was read of a file already, and what is left of it.
    static func rest(
        of file: borrowing InputFile, name: String, behind beginning: [UInt8]
    ) throws(Failure) -> [UInt8] {
        var octets = beginning
        while true {
            let next = try file.next()
            guard !next.isEmpty else { return octets }
            guard octets.count + next.count <= limit else { throw Failure(tooLarge: name) }
            if octets.isEmpty { octets = next } else { octets += next }
        }
    }
}

extension MessageFile.Failure {
    /// What the system says now.
    init(cannotRead name: String) {
        self.init(description: "cannot read \(name.escapingControls()): \(String(cString: strerror(errno)))")
    }

    init(tooLarge name: String) {
        self.init(description: "\(name.escapingControls()) is larger than 1 GiB; that is no message")
    }
}
