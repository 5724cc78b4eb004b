/// Numbers in few octets: each as its distance from the one before, in groups of seven bits, the lowest first; the
/// last group of each has no high bit. Made for numbers that ascend.
enum NumberList {
    static func encode(_ numbers: [Int64]) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(numbers.count * 2)
        var previous: Int64 = 0
        for number in numbers {
            let distance = number &- previous
            // The sign goes into the lowest bit, so that a step back is small, too.
            append(UInt64(bitPattern: distance << 1 ^ distance >> 63), to: &octets)
            previous = number
        }
        return octets
    }

    private static func append(_ value: UInt64, to octets: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            octets.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        octets.append(UInt8(rest))
    }

    static func decode(_ octets: [UInt8]) -> [Int64] {
        var numbers: [Int64] = []
        var (value, shift, previous): (UInt64, UInt64, Int64) = (0, 0, 0)
        for octet in octets {
            value |= UInt64(octet & 0x7F) << shift
            shift += 7
            guard octet < 0x80 else { continue }
            previous &+= Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
            numbers.append(previous)
            (value, shift) = (0, 0)
        }
        return numbers
    }
}
