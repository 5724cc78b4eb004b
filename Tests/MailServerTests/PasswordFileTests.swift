@testable import MailProtocols
@testable import MailServer
import Testing

/// What other programs make of passwords. The hashes are of `tiger`, made by `htpasswd`, `mkpasswd` and `argon2`.
@Suite struct PasswordFileTests {
    private static let hashes = [
        "$apr1$abcdefgh$/0ppJKjYq9.7Cn3WeGEnG.",
        "$5$abcdefgh$bu4eUBeLzhH2k6fuOBOQ4feULF54vXKiXw.XgFWWjT7",
        "$6$abcdefgh$YbbFhYJ45n36HDcH8No51gOWWvyuzrrA8juiKR/984t6NgxHJ5uHP6TeHsNccECN6cYRzvtVlRW0bg4xDv8sg1",
        "$2y$04$abcdefghijklmnopqrstuuoXEAgIDjMnun1kq3xCCZC6132Y0COXS",
        "$2b$05$abcdefghijklmnopqrstuuidFhfDZGjd4MKbhrHXQQrcYS1IRYxwe",
        "$y$j75$abcdefgh$yQlhdTBLKBPhgd1otkOKnOUOYtTVri2a9WOELa5J.tC",
        "{CRYPT}abbENLfjXU2QM",
        "{SHA}RuPXcqGIjq3/JsetpH/XUC15bgc=",
    ]

    @Test(arguments: hashes) func `a hash belongs to its password alone`(text: String) throws {
        let hash = try #require(PasswordHash(text))
        #expect(hash.belongs(to: "tiger"))
        for other in ["", "Tiger", "tiger ", "tiger\0", "tige"] { #expect(!hash.belongs(to: other)) }
    }

    @Test(.enabled(if: PasswordHash("$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$AA") != nil, "libargon2 is not installed"))
    func `Argon2`() throws {
        for text in [
            "$argon2d$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$EgNvF6o/Zx/6c1FBi8Rb03fkTvaFSfrTcmLgVFu37RM",
            "$argon2i$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$x7oM/19O3PMWBaZxYXX7EQerqAImNlUD0EZpx4YjyBE",
            "$argon2id$v=19$m=64,t=1,p=1$c2FsdHNhbHQ$6601zMSS9rTpYqUK4GDM6z2PcmwEoHqNK0L84Iqu5dw",
        ] {
            let hash = try #require(PasswordHash(text))
            #expect(hash.belongs(to: "tiger"))
            #expect(!hash.belongs(to: "lion"))
        }
    }

    @Test func `users with what is known of them`() throws {
        let users = try PasswordFile.users(in: "# who\n\nalice:{PLAIN}a:b\r\nbob:\(Self.hashes[0])\n", key: [])
        #expect(users.count == 2)
        guard case .password("a:b", let keys)? = users["alice"] else {
            Issue.record("no password of alice")
            return
        }
        #expect(keys.belong(to: "a:b"))
        #expect(users["carol"] == nil)
        #expect(users.knows == [.nothing])
        #expect(!"\(users)".contains("a:b"))
    }

    @Test func `salts that are made here are the same after each reading`() throws {
        func salt(_ key: [UInt8]) throws -> [UInt8] {
            try PasswordFile.users(in: "alice:{PLAIN}x", key: key).scramKeys(of: "alice").salt
        }
        #expect(try salt([1]) == salt([1]))
        #expect(try salt([1]) != salt([2]))
    }

    @Test func `nonces are long, plain and each another`() {
        let nonces = (0..<100).map { _ in NonceSource.system.make(1) }
        #expect(Set(nonces).count == 100)
        #expect(nonces.allSatisfy { $0.utf8.count == 32 && $0.allSatisfy(\.isHexDigit) })
    }

    @Test(arguments: [
        ("alice", ":1 is not user:hash"), ("\n:x", ":2 is not user:hash"), ("# nobody\n", " names no user"),
        ("a:{PLAIN}x\na:{PLAIN}y", ":2 names 'a' once more"),
        ("a:secret", ":1 has no hash of 'a' that can be examined here"),
        ("a:", ":1 has no hash of 'a' that can be examined here"),
        ("a:thirteenchars", ":1 has no hash of 'a' that can be examined here"),
        ("a:{PLAIN}", ":1 has no hash of 'a' that can be examined here"),
        ("a:{CRYPT}secret", ":1 has no hash of 'a' that can be examined here"),
        ("b:{PLAIN}x\na/b:{PLAIN}y", ":2 names a user that can be no inbox; give 1 to 255 octets"),
        ("\(String(repeating: "u", count: 256)):{PLAIN}y", ":1 names a user that can be no inbox"),
        ("a:SCRAM-SHA-256$1", ":1 has no hash of 'a' that can be examined here"),
    ])
    func `what is wrong is told with its line`(text: String, reason: String) {
        let error = #expect(throws: PasswordFileError.self) { try PasswordFile.users(in: text, key: []) }
        #expect("\(error.map(\.description) ?? "")".hasPrefix(reason))
    }
}
