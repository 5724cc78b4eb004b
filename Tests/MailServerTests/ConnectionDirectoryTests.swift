import Testing

@testable import MailServer

@Suite struct ConnectionDirectoryTests {
    private let directory = ConnectionDirectory(limits: .init(total: 4, perAddress: 2))

    private func isAdmitted(_ address: String) -> Bool {
        if case .admitted = directory.admit(address) { true } else { false }
    }

    @Test func `an address that knocks too often leaves the places of others free`() {
        #expect((1...12).map { _ in isAdmitted("192.0.2.1") }.filter { $0 }.count == 2)
        #expect(isAdmitted("192.0.2.2"))
        #expect(isAdmitted("192.0.2.3"))
        #expect(!isAdmitted("192.0.2.4"))
    }

    @Test func `as many as are served are told why they are not, and the rest is dropped`() {
        let admissions = (1...6).map { _ in directory.admit("192.0.2.1") }
        let kinds = admissions.map { admission in
            switch admission {
            case .admitted: "admitted"
            case .refused: "refused"
            case .dropped: "dropped"
            }
        }
        #expect(kinds == ["admitted", "admitted", "refused", "refused", "dropped", "dropped"])
        for admission in admissions { directory.release("192.0.2.1", admission) }
        #expect(directory.counts.open == 0)
        #expect(isAdmitted("192.0.2.1"))
    }

    @Test func `refusals are told once`() {
        #expect(directory.newlyRefused() == nil)
        for _ in 1...5 { _ = directory.admit("192.0.2.1") }
        #expect(directory.newlyRefused() == 3)
        #expect(directory.newlyRefused() == nil)
    }
}
