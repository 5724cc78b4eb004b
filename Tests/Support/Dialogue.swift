package import FoundationEssentials

/// A dialogue file: what the client sends, and what the server must say.
///
/// ```
/// # comment
/// ! limits.message = 100       a setting, before the first line of the client
/// C: EHLO client.example       sent with CRLF; \r \n \0 \t \\ and \xHH are octets
/// C| octets without a line end
/// S: 250-localhost …           said by the server
/// ? encrypted                  what follows is sent once the connection is encrypted
/// ? accepted 12 from <a@b> to <c@d>    a question that came up; answered with 250 unless `? refuse` came before
/// ```
package struct DialogueFile: Sendable {
    package var name: String
    package var settings: [String: String] = [:]
    /// All that the client sends, in order.
    package var input: [UInt8] = []
    /// Where in `input` the client waits until the connection is encrypted.
    private var waits: [Int] = []
    /// What must come out, in order.
    package var expected: [String] = []

    package init(name: String, text: String) throws {
        self.name = name
        for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
            let content = String(line.dropFirst(3))
            switch line.prefix(2) {
            case "C:": input += try Self.octets(content) + Array("\r\n".utf8)
            case "C|": input += try Self.octets(content)
            case "S:": expected.append(content)
            case "? ":
                expected.append(String(line))
                if line == "? encrypted" { waits.append(input.count) }
            case "! ":
                let pair = line.dropFirst(2).split(separator: "=").map { $0.trimmingSpaces }
                settings[pair[0]] = pair.count > 1 ? pair[1] : ""
            case "# ", "#": continue
            default: throw Malformed(name: name, line: String(line))
            }
        }
    }

    /// What the client sends before it is encrypted, and behind.
    package var parts: [[UInt8]] {
        zip([0] + waits, waits + [input.count]).map { Array(input[$0..<$1]) }
    }

    /// All dialogue files in `fixtures/dialogues/<protocol>`, by name.
    package static func all(_ protocolName: String) throws -> [DialogueFile] {
        let folder = Fixtures.folder.appending(path: "dialogues/\(protocolName)")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return try names.filter { $0.hasSuffix(".txt") }.sorted().map { name in
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            return try DialogueFile(name: String(name.dropLast(4)), text: text)
        }
    }

    package struct Malformed: Error {
        package var name: String
        package var line: String
    }

    /// The octets that a line with escapes stands for.
    package static func octets(_ text: String) throws -> [UInt8] {
        var octets: [UInt8] = []
        var rest = text.utf8[...]
        while let octet = rest.popFirst() {
            guard octet == UInt8(ascii: "\\") else {
                octets.append(octet)
                continue
            }
            switch rest.popFirst() {
            case UInt8(ascii: "r"): octets.append(0x0D)
            case UInt8(ascii: "n"): octets.append(0x0A)
            case UInt8(ascii: "t"): octets.append(0x09)
            case UInt8(ascii: "0"): octets.append(0x00)
            case UInt8(ascii: "\\"): octets.append(UInt8(ascii: "\\"))
            case UInt8(ascii: "x"):
                guard let octet = UInt8(String(rest.prefix(2)) ?? "", radix: 16) else {
                    throw Malformed(name: "escape", line: text)
                }
                octets.append(octet)
                rest = rest.dropFirst(2)
            default: throw Malformed(name: "escape", line: text)
            }
        }
        return octets
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}

/// Where the checked-in examples lie.
package enum Fixtures {
    package static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "fixtures")
}

extension DialogueFile: CustomStringConvertible {
    package var description: String { name }
}
