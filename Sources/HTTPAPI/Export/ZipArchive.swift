import CZlib
import MIME
import MailModel
import MailStorage

/// One `.eml` for each message, deflated where that makes it smaller. PKWARE APPNOTE 6.3.10; beyond 65 535 messages or
/// 4 GiB its end is in the form of Zip64. What an mbox says before a message stands in an extra field, which other programs
/// pass over.
///
/// Of each message about 80 octets are kept for the directory at the end.
struct ZipArchive: MessageArchive {
    private var directory: [UInt8] = []
    private var offset = 0
    private var count = 0

    mutating func piece(for message: StoredMessage) -> [UInt8] {
        let name = Array("\(message.summary.inbox.folderName)/\(message.summary.id).eml".utf8)
        let packed = Self.deflated(message.content)
        let data = packed ?? message.content
        let checksum = message.content.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
        var fields: [UInt8] = []
        fields.append(20, octets: 2)
        fields.append(0, octets: 2)
        fields.append(packed == nil ? 0 : 8, octets: 2)
        fields.append(Self.dosTime(message.summary.receivedAt), octets: 4)
        fields.append(Int(checksum), octets: 4)
        fields.append(data.count, octets: 4)
        fields.append(message.content.count, octets: 4)
        fields.append(name.count, octets: 2)
        noteEntry(fields, name)
        var piece: [UInt8] = []
        piece.append(0x0403_4B50, octets: 4)
        let known = Self.separator(of: message.summary)
        piece += fields
        piece.append(known.count, octets: 2)
        piece += name + known + data
        offset += piece.count
        return piece
    }

    /// Octets of a separator: an extra field holds no more than 65 535.
    private static let longestSeparator = 60_000

    private static func separator(of summary: Summary) -> [UInt8] {
        let line = Array(MboxSeparator(of: summary).line(upTo: longestSeparator).utf8)
        var field: [UInt8] = []
        field.append(ZipEntry.separatorField, octets: 2)
        field.append(line.count, octets: 2)
        return field + line
    }

    private mutating func noteEntry(_ fields: [UInt8], _ name: [UInt8]) {
        let isFar = offset >= 0xFFFF_FFFF
        directory.append(0x0201_4B50, octets: 4)
        directory.append(45, octets: 2)
        directory += fields
        directory.append(isFar ? 12 : 0, octets: 2)
        directory.append(0, octets: 2 + 2 + 2 + 4)
        directory.append(min(offset, 0xFFFF_FFFF), octets: 4)
        directory += name
        if isFar {
            directory.append(1, octets: 2)
            directory.append(8, octets: 2)
            directory.append(offset, octets: 8)
        }
        count += 1
    }

    mutating func end() -> [UInt8] {
        var end = directory
        if count >= 0xFFFF || offset + directory.count >= 0xFFFF_FFFF { end += zip64End }
        end.append(0x0605_4B50, octets: 4)
        end.append(0, octets: 4)
        end.append(min(count, 0xFFFF), octets: 2)
        end.append(min(count, 0xFFFF), octets: 2)
        end.append(min(directory.count, 0xFFFF_FFFF), octets: 4)
        end.append(min(offset, 0xFFFF_FFFF), octets: 4)
        end.append(0, octets: 2)
        return end
    }

    /// The end as Zip64 has it, and where it stands. APPNOTE §4.3.14, §4.3.15.
    private var zip64End: [UInt8] {
        var end: [UInt8] = []
        end.append(0x0606_4B50, octets: 4)
        end.append(44, octets: 8)
        end.append(45, octets: 2)
        end.append(45, octets: 2)
        end.append(0, octets: 8)
        end.append(count, octets: 8)
        end.append(count, octets: 8)
        end.append(directory.count, octets: 8)
        end.append(offset, octets: 8)
        end.append(0x0706_4B50, octets: 4)
        end.append(0, octets: 4)
        end.append(offset + directory.count, octets: 8)
        end.append(1, octets: 4)
        return end
    }

    /// `nil` where nothing is gained.
    private static func deflated(_ content: [UInt8]) -> [UInt8]? {
        // zlib keeps its address.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        let begun = deflateInit2_(
            stream, Z_BEST_SPEED, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY, zlibVersion(),
            Int32(MemoryLayout<z_stream>.size))
        guard begun == Z_OK else { return nil }
        defer { deflateEnd(stream) }
        var input = content
        var isWhole = false
        let packed = [UInt8](unsafeUninitializedCapacity: content.count) { output, initialized in
            input.withUnsafeMutableBufferPointer { input in
                (stream.pointee.next_in, stream.pointee.avail_in) = (input.baseAddress, UInt32(input.count))
                (stream.pointee.next_out, stream.pointee.avail_out) = (output.baseAddress, UInt32(output.count))
                isWhole = deflate(stream, Z_FINISH) == Z_STREAM_END
                initialized = output.count - Int(stream.pointee.avail_out)
            }
        }
        return isWhole ? packed : nil
    }

    /// Two seconds are the finest that it tells, 1980 the first year. APPNOTE §4.4.6.
    private static func dosTime(_ moment: Timestamp) -> Int {
        let time = CivilTime(secondsSince1970: moment.milliseconds / 1000)
        guard (1980...2107).contains(time.year) else { return 1 << 21 | 1 << 16 }
        let date = (time.year - 1980) << 9 | time.month << 5 | time.day
        return date << 16 | time.hour << 11 | time.minute << 5 | min(time.second, 59) / 2
    }
}

extension [UInt8] {
    /// Least octet first.
    fileprivate mutating func append(_ value: Int, octets: Int) {
        for place in 0..<octets { append(place < 8 ? UInt8(truncatingIfNeeded: value >> (8 * place)) : 0) }
    }
}
