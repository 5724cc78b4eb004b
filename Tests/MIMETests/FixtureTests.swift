import Testing

@testable import MIME

struct FixtureTests {
    @Test(arguments: MailFixture.all)
    func `a fixture reads as expected, however its lines end`(_ fixture: MailFixture) throws {
        let source = try fixture.octets()
        let actual = MessageView(Message(source))
        let expected = try fixture.expectation(besides: actual)
        #expect(actual == expected)
        #expect(MessageView(Message(source.withLineEnds([0x0D, 0x0A]))) == expected)
    }

    @Test(arguments: MailFixture.all)
    func `ranges lie inside the source and inside their parents`(_ fixture: MailFixture) throws {
        let source = try fixture.octets()
        try Invariants.check(source)
        try Invariants.check(source.withLineEnds([0x0D, 0x0A]))
    }
}

extension [UInt8] {
    /// The same lines with another line end in place of each LF or CR LF.
    func withLineEnds(_ lineEnd: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        for (index, octet) in enumerated() {
            if octet == 0x0A {
                if result.last == 0x0D, self[index - 1] == 0x0D { result.removeLast() }
                result += lineEnd
            } else {
                result.append(octet)
            }
        }
        return result
    }
}
