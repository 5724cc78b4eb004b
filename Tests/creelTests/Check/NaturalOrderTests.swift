import Testing

@testable import creel

@Suite struct NaturalOrderTests {
    private static let names = [
        "", "-", "01", "1", "1a", "01b", "2", "10", "99999999999999999999", "100000000000000000000", "a", "a1", "a1b",
        "a01c", "a10", "a10b2", "a10b10", "é",
    ]

    @Test func `Numbers are in their order, and all else in that of its octets`() {
        for (place, left) in Self.names.enumerated() {
            for (other, right) in Self.names.enumerated() {
                #expect(left.precedesNaturally(right) == (place < other), "\(left) \(right)")
            }
        }
    }
}
