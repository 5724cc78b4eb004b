/// An amount of octets, written as `4096`, `64K`, `50M`, `1G`, or with `KiB`, `MiB`, `GiB`; all steps are 1024.
package struct Octets: Hashable, Comparable, Sendable {
    package let count: Int

    package init(_ count: Int) { self.count = count }

    package static func mebibytes(_ count: Int) -> Octets { Octets(count << 20) }

    package static func < (left: Octets, right: Octets) -> Bool { left.count < right.count }

    private static let units = [("GiB", 30), ("MiB", 20), ("KiB", 10)]
}

extension Octets: LosslessStringConvertible {
    /// `nil` unless `text` is a number with one of the units, in upper or lower case, and fits in 63 bits.
    package init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
        guard let number = Int(digits), let shift = Self.shift(unit: unit) else { return nil }
        let (count, overflow) = number.multipliedReportingOverflow(by: 1 << shift)
        guard !overflow else { return nil }
        self.init(count)
    }

    private static func shift(unit: String) -> Int? {
        if unit.isEmpty || unit == "b" { return 0 }
        return units.first { name, _ in
            let name = name.lowercased()
            return unit == name || unit == name.prefix(1) || unit == "\(name.prefix(1))b"
        }?.1
    }

    /// In the largest unit that divides it: `50MiB`, `4KiB`, `1000`.
    package var description: String {
        let unit = Self.units.first { count > 0 && count % (1 << $0.1) == 0 }
        return unit.map { "\(count >> $0.1)\($0.0)" } ?? String(count)
    }
}
