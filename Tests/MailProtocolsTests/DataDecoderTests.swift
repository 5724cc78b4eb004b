import TestSupport
import Testing

@testable import MailProtocols

/// The decoder against the shortest statement of RFC 5321 §4.5.2 that there is.
@Suite struct DataDecoderTests {
    /// Lines end at CRLF; a line that is a dot ends the data; a leading dot is dropped.
    private func reference(_ wire: [UInt8]) -> [UInt8]? {
        var (content, line): ([UInt8], [UInt8]) = ([], [])
        for octet in wire {
            line.append(octet)
            guard line.suffix(2) == [0x0D, 0x0A] else { continue }
            if line == Array(".\r\n".utf8) { return content }
            content += line.first == UInt8(ascii: ".") ? line.dropFirst() : line[...]
            line = []
        }
        return nil
    }

    @Test(arguments: 1...3000 as ClosedRange<UInt64>)
    func `decodes what the reference decodes, however it is cut`(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let alphabet = Array("\r\r\n\n...x\0".utf8) + [0xFF]
        var wire = (0..<Int.random(in: 0...60, using: &random)).map { _ in
            alphabet[Int.random(in: alphabet.indices, using: &random)]
        }
        wire += Array("\r\n.\r\nNOOP\r\n".utf8)
        var (decoder, content, taken) = (DataDecoder(), ContentBuffer(limit: 1000), 0)
        while !decoder.isComplete, taken < wire.count {
            let piece = Array(wire[taken...].prefix(Int.random(in: 1...9, using: &random)))
            var position = 0
            decoder.consume(piece.span.bytes, from: &position, into: &content)
            taken += position
        }
        #expect(decoder.isComplete)
        #expect(content.octets == reference(wire))
        #expect(content.count == content.octets.count)
    }

    @Test func `content up to the limit is kept, one octet more is not`() {
        for (limit, isKept) in [(5, true), (4, false)] {
            var (decoder, content, position) = (DataDecoder(), ContentBuffer(limit: limit), 0)
            let wire = Array("abc\r\n.\r\n".utf8)
            decoder.consume(wire.span.bytes, from: &position, into: &content)
            #expect(decoder.isComplete)
            #expect(content.refusal == (isKept ? nil : .tooBig(limit: limit)))
            #expect(content.octets.count == (isKept ? 5 : 0))
            #expect(content.count == 5)
        }
    }

    @Test func `irregular line ends are counted with their first place`() {
        var (decoder, content, position) = (DataDecoder(), ContentBuffer(limit: 2000), 0)
        let wire =
            Array("a\nb\nc\rd\r\n".utf8) + Array(repeating: UInt8(ascii: "x"), count: 999) + Array("\r\n.\r\n".utf8)
        decoder.consume(wire.span.bytes, from: &position, into: &content)
        #expect(decoder.isComplete)
        #expect(decoder.irregularities.bareLFs.count == 2)
        #expect(decoder.irregularities.bareLFs.first == 1)
        #expect(decoder.irregularities.bareCRs.count == 1)
        #expect(decoder.irregularities.bareCRs.first == 5)
        #expect(decoder.irregularities.longLines.count == 1)
        #expect(decoder.irregularities.longLines.first == 9)
    }
}
