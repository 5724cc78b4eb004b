#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension [UInt8] {
    /// Where other octets begin among these, at `start` or behind; none are at every place.
    func place(of other: [UInt8], from start: Int = 0) -> Int? {
        guard let first = other.first else { return start <= count ? start : nil }
        return withUnsafeBytes { octets in
            other.withUnsafeBytes { other in
                var place = start
                // C looks for the first of them many at a time.
                while place <= octets.count - other.count, let begin = octets.baseAddress,
                    let sought = other.baseAddress,
                    let found = memchr(begin + place, Int32(first), octets.count - other.count - place + 1)
                {
                    place = UnsafeRawPointer(found) - begin
                    if memcmp(found, sought, other.count) == 0 { return place }
                    place += 1
                }
                return nil
            }
        }
    }
}
