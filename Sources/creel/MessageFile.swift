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
        let descriptor = name == "-" ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(name) }
        defer { if name != "-" { close(descriptor) } }
        var octets: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure(name) }
            guard count > 0 else { return octets }
            guard octets.count + count <= limit else {
                throw Failure(description: "\(name) is larger than 1 GiB; that is no message")
            }
            octets += buffer[..<count]
        }
    }

    private static func failure(_ name: String) -> Failure {
        Failure(description: "cannot read \(name): \(String(cString: strerror(errno)))")
    }
}
