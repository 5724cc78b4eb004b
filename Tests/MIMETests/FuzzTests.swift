import TestSupport
import Testing

@testable import MIME

struct FuzzTests {
    /// Fixed, so that every run is the same; change it to look further.
    private static let seed: UInt64 = 20_260_131

    @Test(arguments: MailFixture.all)
    func `damaged fixtures keep the invariants`(_ fixture: MailFixture) throws {
        var generator = SplitMix(seed: Self.seed)
        let source = try fixture.octets()
        for round in 0..<60 {
            let damaged = source.damaged(using: &generator)
            do { try Invariants.check(damaged) } catch {
                Issue.record("seed \(Self.seed), round \(round): \(error)")
                return
            }
        }
    }

    @Test func `pieces of mail in any order keep the invariants`() throws {
        var generator = SplitMix(seed: Self.seed)
        for round in 0..<4000 {
            let source = (0..<Int.random(in: 0..<40, using: &generator)).flatMap { _ in
                Array((Self.pieces.randomElement(using: &generator) ?? "").utf8)
            }
            do { try Invariants.check(source, limits: Limits(depth: 5, parts: 20, fields: 30)) } catch {
                Issue.record("seed \(Self.seed), round \(round): \(error)")
                return
            }
        }
    }

    @Test func `arbitrary octets keep the invariants`() throws {
        var generator = SplitMix(seed: Self.seed)
        for _ in 0..<500 {
            let source = (0..<Int.random(in: 0..<300, using: &generator)).map { _ in
                UInt8.random(in: .min ... .max, using: &generator)
            }
            try Invariants.check(source)
        }
    }

    private static let pieces = [
        "\n", "\r\n", "\r", "\n\n", " ", "\t", "\0", ":", "--", "--a", "--a--", "--b", "--b--", "\n--a\n", "\n--b\n",
        "\n--a--\n", "From: ", "To: ", "Subject: ", "Date: ", "Content-Type: ", "multipart/mixed; boundary=a\n",
        "multipart/alternative; boundary=\"b\"\n", "message/rfc822\n", "multipart/digest\n",
        "text/html; charset=gb2312\n",
        "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n", "=?utf-8?q?=C3?=",
        "=?iso-2022-jp?b?GyRC?=", "=?", "?=", "=", "=4", "=C3=A9", "<", ">", "(", ")", "\"", "\\", ",", ";", "@", "a",
        "é", "12", "Jan", "+0100", "name*0*=utf-8''%", "&amp;", "&#x", "<p>", "<style>", "</style>", "<!--",
        "begin 644 a\n", "\u{FF}\u{FF}",
    ]
}

extension [UInt8] {
    /// A copy with a few octets changed, removed, doubled or cut off.
    func damaged(using generator: inout SplitMix) -> [UInt8] {
        var copy = self
        for _ in 0..<Int.random(in: 1...8, using: &generator) where !copy.isEmpty {
            let index = Int.random(in: copy.indices, using: &generator)
            let length = Swift.min(Int.random(in: 1...60, using: &generator), copy.count - index)
            switch Int.random(in: 0..<5, using: &generator) {
            case 0: copy[index] = UInt8.random(in: .min ... .max, using: &generator)
            case 1: copy.removeSubrange(index..<(index + length))
            case 2: copy.insert(contentsOf: copy[index..<(index + length)], at: index)
            case 3: copy.insert([0x0A, 0x0D, 0x2D, 0x3D, 0x22, 0x3A].randomElement(using: &generator) ?? 0, at: index)
            default: copy.removeSubrange(Swift.max(index, copy.count / 2)...)
            }
        }
        return copy
    }
}
