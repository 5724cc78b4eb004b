import Testing

@testable import MIME

struct DefectTests {
    @Test func `every kind has an id, a meaning and a clause of its own`() {
        #expect(Set(DefectKind.allCases.map(\.meaning)).count == DefectKind.allCases.count)
        for kind in DefectKind.allCases {
            #expect(kind.rawValue.wholeMatchOfLowercaseWords, "\(kind.rawValue)")
            #expect(kind.meaning.hasSuffix("."))
            #expect(kind.reference.contains("§") || kind.reference == "Creel limits")
        }
    }

    @Test(
        arguments: [
            FieldCase("Subject: a\nTo: b@c\n\nx", []),
            FieldCase("Subject\u{FC}: a\n\nx", [.fieldNameInvalid]),
            FieldCase("Subject: a\nSubject: b\nSubject: c\n\nx", [.fieldRepeated]),
            FieldCase("Subject: \u{FC}\n\nx", [.fieldUTF8]),
            FieldCase("Subject: a\u{7}\n\nx", [.fieldControl]),
            FieldCase("\u{FEFF}Subject: a\n\nx", [.byteOrderMark]),
            FieldCase("Subject : a\n\nx", [.blankBeforeColon]),
            FieldCase("Subject: =?utf-8?b?w*Y=?=\n\nx", [.encodedWordDamaged]),
            FieldCase("Subject: =?utf-8?q?never closed\n\nx", [.encodedWordDamaged]),
            FieldCase("Subject: =?utf-8?q?\(String(repeating: "a", count: 70))?=\n\nx", [.encodedWordTooLong]),
            FieldCase("Subject: =?x-klingon?q?a=FF?=\n\nx", [.encodedWordCharset]),
            FieldCase("To: a b c\n\nx", [.addressInvalid]),
            FieldCase("To: <a@b>, <c>\n\nx", [.addressInvalid]),
            FieldCase("To: \"a b\"@c, d@[192.0.2.1], g: ;\n\nx", []),
            FieldCase("Date: soon\n\nx", [.dateInvalid]),
            FieldCase("Message-ID: a@b\n\nx", [.messageIDInvalid]),
            FieldCase("Message-ID: <a@b>\n\nx", []),
            FieldCase("Content-Type: text\n\nx", [.contentTypeInvalid]),
            FieldCase("Content-Type: a/b; name=\"=?utf-8?q?a?=\"\n\nx", [.encodedWordInParameter]),
            FieldCase("Content-Disposition: ; filename=a\n\nx", [.dispositionInvalid]),
            FieldCase("Content-Transfer-Encoding: rot13\n\nx", [.encodingUnknown]),
            FieldCase("Content-Transfer-Encoding: base64\n\nQUJ*D", [.base64Damaged]),
            FieldCase("Content-Transfer-Encoding: base64\n\nQQ==QUJD", [.base64Damaged]),
            FieldCase("Content-Transfer-Encoding: base64\n\nQQ==\n\n", []),
            FieldCase("Content-Transfer-Encoding: quoted-printable\n\na=b", [.quotedPrintableDamaged]),
            FieldCase("Content-Type: text/plain; charset=utf-8\n\n\u{FC}", [.eightBitUndeclared]),
            FieldCase("Content-Transfer-Encoding: 8bit\n\n\u{FC}", [.charsetMissing]),
            FieldCase("Content-Type: text/plain; charset=klingon\n\nx", [.charsetUnknown]),
            FieldCase(
                "Content-Type: text/plain; charset=us-ascii\nContent-Transfer-Encoding: 8bit\n\n\u{FC}", [.charsetWrong]
            ),
            FieldCase("Subject: a\n\n\(String(repeating: "x", count: 999))", [.lineTooLong]),
            FieldCase("Subject: a\n\nx\ry", [.bareCR]),
            FieldCase("Subject: a\n\nx\0y", [.nul]),
            FieldCase("Subject: a\n\nbegin 644 a.txt\n`\nend\n", [.uuencodeInText]),
            FieldCase("Subject: a\n\n=ybegin line=128 size=1 name=a\n", [.yEncInText]),
            FieldCase("Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n--b--\n", []),
            FieldCase("Content-Type: multipart/mixed; boundary=b\n\n--b\n\na--b--\n", [.delimiterInexact]),
            FieldCase("Content-Type: multipart/mixed; boundary=\"b*\"\n\n--b*\n\na\n--b*--\n", [.boundaryInvalid]),
            FieldCase(
                "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\na\n--b--\n",
                [.encodingOfComposite]),
            FieldCase(
                "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nno message\n--b--\n",
                [.embeddedHeaderMissing]),
        ] as [FieldCase<[DefectKind]>])
    func `damage is noticed and nothing else is`(_ example: FieldCase<[DefectKind]>) {
        let defects = Message(example.octets.withLineEnds([0x0D, 0x0A])).defects
        #expect(defects.map(\.kind) == example.expected)
    }

    @Test func `limits leave the rest whole and say so`() {
        let nested = (0..<10).map { "Content-Type: multipart/mixed; boundary=\($0)\n\n--\($0)\n" }.joined()
        let deep = Message(Array(nested.utf8), limits: Limits(depth: 4))
        #expect(deep.structureDefects.contains { $0.kind == .tooDeep })
        #expect(deep.parts.count == 5)

        let flat = "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\n\nx\n", count: 50)
        let wide = Message(Array(flat.utf8), limits: Limits(parts: 10))
        #expect(wide.structureDefects.contains { $0.kind == .tooManyParts })
        #expect(wide.parts.count == 10)

        let long = Message(Array((String(repeating: "A: b\n", count: 50) + "\nx").utf8), limits: Limits(fields: 10))
        #expect(long.structureDefects.contains { $0.kind == .tooManyFields })
        #expect(long.fields.count == 10 && long.text == "x")
    }
}

extension String {
    fileprivate var wholeMatchOfLowercaseWords: Bool {
        utf8.allSatisfy { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
            && utf8.contains(UInt8(ascii: "."))
    }
}
