/// The beginning of a RAR archive, as far as it tells whether one needs a password.
struct RARHeader {
    /// The names, or the first file, are encrypted.
    let isEncrypted: Bool

    init(_ octets: [UInt8]) {
        let isFifth = octets.starts(with: [0x52, 0x61, 0x72, 0x21, 0x1A, 0x07, 0x01, 0x00])
        guard octets.count > 16 else {
            isEncrypted = false
            return
        }
        if isFifth {
            // Checksum, then size and type as numbers of seven bits per octet; 4 is the encryption header.
            var position = 12
            while position < octets.count - 1, octets[position] & 0x80 != 0 { position += 1 }
            isEncrypted = octets[position + 1 < octets.count ? position + 1 : position] == 4
        } else {
            // The main header, and behind it the one of the first file.
            let size = Int(octets[12]) | Int(octets[13]) << 8
            let file = 7 + size
            let isFileEncrypted = file + 4 < octets.count && octets[file + 2] == 0x74 && octets[file + 3] & 0x04 != 0
            isEncrypted = octets[10] & 0x80 != 0 || isFileEncrypted
        }
    }
}
