/// A kind of file that people keep mail in, or pack it in, and that is not read; known by how it begins.
package struct ForeignFile: Sendable {
    /// With its article: `a tar archive`.
    package let name: String
    /// What to do instead, as a clause.
    package let remedy: String
    private let place: Int
    private let signature: [UInt8]

    /// So many octets of a file, or all that it has, tell.
    package static let telling = 512

    /// `nil` for what may be a message.
    package static func kind(of octets: [UInt8]) -> ForeignFile? {
        all.first { octets.dropFirst($0.place).starts(with: $0.signature) }
    }

    private static func packed(_ name: String, _ signature: [UInt8], at place: Int = 0) -> ForeignFile {
        ForeignFile(name: name, remedy: "unpack it first", place: place, signature: signature)
    }

    private static func kept(_ name: String, _ signature: [UInt8]) -> ForeignFile {
        ForeignFile(
            name: name, remedy: "have the program that wrote it export mbox or .eml", place: 0, signature: signature)
    }

    private static let all = [
        packed("a tar archive", Array("ustar".utf8), at: 257),
        packed("a part of a split zip archive", Array("PK\u{7}\u{8}".utf8)),
        packed("an xz file", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        packed("a bzip2 file", Array("BZh".utf8)),
        packed("a zstd file", [0x28, 0xB5, 0x2F, 0xFD]),
        packed("a 7-Zip archive", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
        packed("a RAR archive", Array("Rar!\u{1A}\u{7}".utf8)),
        kept("an SQLite database", Array("SQLite format 3\0".utf8)),
        kept("an Outlook data file", Array("!BDN".utf8)),
        kept("an Outlook message", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
    ]
}
