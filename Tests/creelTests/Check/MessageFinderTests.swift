import FoundationEssentials
import MIME
import Testing

@testable import creel

@Suite struct MessageFinderTests {
    /// A directory with some files, gone with the test.
    private final class Tree {
        let root = FileManager.default.temporaryDirectory.appending(path: "creel-\(UUID())")

        init(_ files: [String: String]) throws {
            for (path, text) in files {
                let file = root.appending(path: path)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
        }

        deinit { try? FileManager.default.removeItem(at: root) }
    }

    /// Names, below the root, and contents; `!` for what cannot be read.
    private func find(_ paths: [String], in tree: Tree, isThorough: Bool = false) async throws -> [String] {
        var texts: [String] = []
        for found in try await found(paths, in: tree, isThorough: isThorough) {
            switch found {
            case .message(let message):
                let octets = try await message.octets()
                texts.append(
                    "\(message.name.dropFirst(tree.root.path.count)) \(String(decoding: octets, as: UTF8.self))")
            case .unreadable(let unreadable): texts.append("!\(unreadable.file.dropFirst(tree.root.path.count))")
            }
        }
        return texts
    }

    private func found(_ paths: [String], in tree: Tree, isThorough: Bool) async throws -> [Found] {
        let inputs = try paths.map { try CheckInput(tree.root.path + $0) }
        var found: [Found] = []
        await MessageFinder(dialect: .mboxrd, isThorough: isThorough).find(in: inputs) { found.append($0) }
        return found
    }

    private func unreadable(_ paths: [String], in tree: Tree) async throws -> [Unreadable] {
        try await found(paths, in: tree, isThorough: true).compactMap { found in
            if case .unreadable(let unreadable) = found { unreadable } else { nil }
        }
    }

    @Test func `Directories are walked in the order of names, for files that are mail`() async throws {
        let tree = try Tree([
            "b.eml": "b", "a/z.EML": "az", "a/y.mbox": "From x\n1\n\nFrom y\n2\n", "a.txt": "no", ".hidden.eml": "no",
            ".git/c.eml": "no", "c/d/e.eml": "cde", "empty.mbox": "",
        ])
        let found = try await find([""], in: tree)
        #expect(found == ["/a/y.mbox#1 1\n", "/a/y.mbox#2 2\n", "/a/z.EML az", "/b.eml b", "/c/d/e.eml cde"])
    }

    @Test func `Numbers in names are in their order`() async throws {
        let tree = try Tree(["mh/10": "3", "mh/2": "2", "mh/1": "1", "m10/a.eml": "b", "m9/mail 10.eml": "a"])
        #expect(
            try await find([""], in: tree, isThorough: true) == [
                "/m9/mail 10.eml a", "/m10/a.eml b", "/mh/1 1", "/mh/2 2", "/mh/10 3",
            ])
    }

    @Test func `A byte order mark and empty lines may stand before an mbox`() async throws {
        let mbox = "From x@y Sat Jan 31 09:00:00 2026\n1\n"
        let tree = try Tree(["Inbox": "\r\n\n\(mbox)", "b.mbox": "\u{FEFF}\(mbox)", "c.eml": "\n\(mbox)"])
        #expect(
            try await find([""], in: tree, isThorough: true) == ["/Inbox#1 1\n", "/b.mbox#1 1\n", "/c.eml \n\(mbox)"])
    }

    @Test func `In a Maildir every file of new and cur is a message, in folders as well`() async throws {
        let tree = try Tree([
            "box/cur/1:2,S": "From no separator\none", "box/new/2": "two", "box/tmp/3": "no", "box/dovecot.index": "no",
            "box/.Sent/cur/4:2,": "four", "box/.Sent/new/5": "five", "box/.Sent/tmp/6": "no",
        ])
        let found = try await find(["/box"], in: tree)
        #expect(
            found == [
                "/box/.Sent/cur/4:2, four", "/box/.Sent/new/5 five", "/box/cur/1:2,S From no separator\none",
                "/box/new/2 two",
            ])
    }

    @Test func `A file that is named is mail, and an mbox by how it begins`() async throws {
        let tree = try Tree(["Inbox": "From x\n1\n\nFrom y\n>From z\n", "note": "Subject: a\n", "a.eml": "From x\nb\n"])
        #expect(
            try await find(["/Inbox", "/note", "/a.eml"], in: tree)
                == ["/Inbox#1 1\n", "/Inbox#2 From z\n", "/note Subject: a\n", "/a.eml From x\nb\n"])
    }

    @Test func `Whoever is thorough looks into every file, and is told which were left out`() async throws {
        let tree = try Tree([
            "Inbox": "From x@y Sat Jan 31 09:00:00 2026\n1\n\nFrom x@y Sat Jan 31 09:00:00 2026\n2\n",
            "Inbox.msf": "index",
            "Trash": "", "Inbox.sbd/Old": "From - Sat Jan 31 09:00:00 2026\n3\n", "mh/12": "four",
            "mh/.mh_sequences": "no",
            "notes.txt": "From here on\n", "a.emlx": "12\nfive", "x.dat": "", "b.eml": "six",
            "box/cur/7": "seven", "box/new/.nfs": "no", "box/dovecot-uidlist": "no", "box/.Old/cur/8": "eight",
            "box/.Old/new/9": "nine", "box/.Old/maildirfolder": "no",
        ])
        let found = try await find([""], in: tree, isThorough: true)
        #expect(
            found == [
                "/Inbox#1 1\n", "/Inbox#2 2\n", "/Inbox.sbd/Old#1 3\n", "/b.eml six", "/box/.Old/cur/8 eight",
                "/box/.Old/new/9 nine", "/box/cur/7 seven", "/mh/12 four", "!",
            ])
        let unreadable = try await unreadable([""], in: tree)
        #expect(unreadable.map(\.count) == [2])
        #expect(unreadable[0].reason.hasSuffix("2 files (\(tree.root.path)/a.emlx, \(tree.root.path)/notes.txt)"))
    }

    @Test func `A file of another kind is refused by its name, unless it is a message by its own`() async throws {
        let beginning = "SQLite format 3\0"
        let tree = try Tree(["a.sqlite": beginning, "b.eml": beginning, "c.mbox": beginning])
        #expect(
            try await find(["/a.sqlite", "/b.eml", "/c.mbox"], in: tree)
                == ["!/a.sqlite", "/b.eml \(beginning)", "!/c.mbox"])
        let reason = try await unreadable(["/a.sqlite"], in: tree)[0].reason
        #expect(
            reason.hasSuffix(
                "a.sqlite is an SQLite database, which is not read; have the program that wrote it export mbox or .eml")
        )
    }

    @Test func `The messages of an archive are found, and what was left out`() async throws {
        let tree = try Tree([:])
        try FileManager.default.createDirectory(at: tree.root, withIntermediateDirectories: true)
        // Python's zipfile: a.eml, b/c.eml, d.txt, stored.
        let archive = try #require(Data(base64Encoded: Self.archive))
        try archive.write(to: tree.root.appending(path: "a.zip"))
        try archive.dropLast(archive.count - 60).write(to: tree.root.appending(path: "b.zip"))
        #expect(
            try await find(["/a.zip", "/b.zip"], in: tree) == [
                "/a.zip#1 one", "/a.zip#2 two", "!/a.zip", "/b.zip#1 one", "!/b.zip",
            ])
        #expect(try await unreadable(["/a.zip"], in: tree)[0].reason.hasSuffix("as hidden or no .eml: 1 file (d.txt)"))
        #expect(try await unreadable(["/b.zip"], in: tree)[0].reason.hasSuffix("b.zip is cut short"))
    }

    private static let archive = [
        "UEsDBBQAAAAAAAAAIQDxhmx6AwAAAAMAAAAFAAAAYS5lbWxvbmVQSwMEFAAAAAAAAAAhAGaKyhEDAAAAAwAAAAcAAABiL2MuZW1s",
        "dHdvUEsDBBQAAAAAAAAAIQAfKKpnAgAAAAIAAAAFAAAAZC50eHRub1BLAQIUAxQAAAAAAAAAIQDxhmx6AwAAAAMAAAAFAAAAAAAA",
        "AAAAAACAAQAAAABhLmVtbFBLAQIUAxQAAAAAAAAAIQBmisoRAwAAAAMAAAAHAAAAAAAAAAAAAACAASYAAABiL2MuZW1sUEsBAhQD",
        "FAAAAAAAAAAhAB8oqmcCAAAAAgAAAAUAAAAAAAAAAAAAAIABTgAAAGQudHh0UEsFBgAAAAADAAMAmwAAAHMAAAAAAA==",
    ].joined()

    @Test func `What was read of the inputs grows to what they have`() async throws {
        let tree = try Tree(["a.eml": "one", "b.mbox": "From x\n1\n\nFrom y\n2\n", "notes.txt": "no", "z.eml": "last"])
        var reaches: [Int] = []
        let input = try CheckInput(tree.root.path)
        await MessageFinder(dialect: .mboxrd, isThorough: true).find(in: [input]) { found in
            if case .message(let message) = found { reaches.append(message.reach) }
        }
        #expect(reaches.first == 3 && reaches.sorted() == reaches)
        #expect(reaches.last == input.size(isThorough: true))
    }

    @Test func `Where there is no message, that is said`() async throws {
        let tree = try Tree(["none/readme.txt": "", "empty.mbox": "", "empty": "", "empty.eml": ""])
        #expect(
            try await find(["/none", "/empty.mbox", "/empty", "/missing", "/empty.eml"], in: tree) == [
                "!/none", "!/empty.mbox", "!/empty", "!/missing", "/empty.eml ",
            ])
    }

    @Test func `A link to a directory is not followed`() async throws {
        let tree = try Tree(["a/b.eml": "b"])
        try FileManager.default.createSymbolicLink(
            at: tree.root.appending(path: "a/loop"), withDestinationURL: tree.root.appending(path: "a"))
        try FileManager.default.createSymbolicLink(
            at: tree.root.appending(path: "a/c.eml"), withDestinationURL: tree.root.appending(path: "a/b.eml"))
        #expect(try await find([""], in: tree) == ["/a/b.eml b", "/a/c.eml b"])
    }

    @Test(arguments: [
        ("http://127.0.0.1:8025/?q=to:alice&inbox=x", "http://127.0.0.1:8025/?q=to:alice&inbox=x"),
        ("http://[::1]:8025", "http://[::1]:8025/"), ("HTTP://mail.example/", "http://mail.example:80/"),
        ("http://user:secret@a:1/?q=%22a%20b%22", "http://a:1/?q=%22a%20b%22"),
        ("https://mail.example/?q=a", "https://mail.example:443/?q=a"),
    ])
    func `A URL is a server and a query`(text: String, expected: String) throws {
        #expect(try CheckInput(text).description == expected)
    }

    @Test(arguments: [
        "ftp://127.0.0.1/", "https://", "http://", "http:///a", "http://a/elsewhere", "http://a/?limit=3",
        "file:///etc/passwd", "http://a b/",
    ])
    func `Another URL is none`(text: String) {
        #expect(throws: CheckError.self) { try CheckInput(text) }
    }

    @Test func `Credentials are for the server alone`() throws {
        guard case .server(let url) = try CheckInput("http://user:pa%20ss@a:1/") else {
            Issue.record("no server")
            return
        }
        #expect(url.credentials == Data("user:pa ss".utf8).base64EncodedString())
        #expect(!url.description.contains("user"))
    }
}
