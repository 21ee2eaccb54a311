import Testing

@testable import Simulation

@Suite struct ParametersTests {
  @Test("every row has a name of its own, a source and a sound figure") func complete() {
    let names = Parameters.all.map(\.name)
    #expect(Set(names).count == names.count)
    for parameter in Parameters.all {
      #expect(!parameter.source.isEmpty)
      #expect(parameter.name.allSatisfy { $0.isLowercase || $0 == "." || $0 == "-" })
      switch parameter.value {
      case .number(let number): #expect(number > 0)
      case .share(let share): #expect(share > 0 && share < 1)
      case .lognormal(let median, let sigma): #expect(median > 0 && sigma > 0 && sigma < 2)
      case .exponential(let mean): #expect(mean > 0)
      case .weights(let labels, let weights):
        #expect(labels.count == weights.count)
        #expect(weights.allSatisfy { $0 >= 0 } && weights.contains { $0 > 0 })
      }
    }
  }

  /// Approval, handling and transit put together as they are in Brazil, where the data come from: median 10.1 days and p90
  /// 23.4 days from payment to door, 6.9 % of them after the day that was promised.
  @Test("the chain put together gives the times of the data it was fitted to") func calibration() {
    let draws = Draws(seed: 1)
    let orders = 40_000
    var days: [Double] = []
    var late = 0
    for order in 0..<orders {
      let own = draws.stream(UInt64(order))
      let quick = own.bernoulli(0, Parameters.paymentQuickShare.plain)
      let approval = (quick ? Parameters.paymentQuick : Parameters.paymentSlow).lognormal.at(own.normal(1)) / 24
      let handling = Parameters.handling.lognormal.at(own.normal(2)) / 24
      let speed = own.normal(3)
      let transit = Parameters.brazilTransit.lognormal.at(speed)
      let correlation = Parameters.promiseCorrelation.plain
      let promised = Parameters.promise.lognormal.at(
        correlation * speed + (1 - correlation * correlation).squareRoot() * own.normal(4))
      days.append(approval + handling + transit)
      if approval + handling + transit > promised { late += 1 }
    }
    days.sort()
    let median = days[orders / 2]
    let ninth = days[orders * 9 / 10]
    #expect(abs(median / 10.1 - 1) <= 0.05)
    #expect(abs(ninth / 23.4 - 1) <= 0.05)
    #expect((0.055...0.08).contains(Double(late) / Double(orders)))
  }
}
