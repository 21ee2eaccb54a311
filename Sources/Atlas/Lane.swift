extension LaneID {
  /// What is known of the lane; the blank lane for `none` and for rows that are not in the table.
  ///
  /// This copies a whole row with its texts: loops over many lanes take the single fields below.
  package var lane: Lane { Atlas.lane(self) }
  /// Its stable code; empty for none.
  package var code: String { LaneTable.shared.lanes[index].code }
  /// How the long haul is made.
  package var mode: TransportMode { LaneTable.shared.lanes[index].mode }
  /// Its stops in order, origin and destination included.
  package var stops: [PlaceID] { LaneTable.shared.lanes[index].stops }
  /// Its legs in order.
  package var legs: [Leg] { LaneTable.shared.lanes[index].legs }

  /// The row, or that of the blank lane where there is no such row.
  var index: Int { Int(row) < LaneTable.shared.lanes.count ? Int(row) : 0 }
}

/// Who carries on a lane.
package enum CarrierKind: String, CaseIterable, Sendable {
  case integrator
  case postPacket = "post packet"
  case postParcel = "post parcel"
  case postParcelEMS = "post parcel/EMS"
  case postTracked = "post tracked"
  case postRemail = "post remail"
  case ecommerceLine = "e-commerce line"
  case airForwarder = "air freight forwarder"
  case mailbox = "freight-forward mailbox"
  case ocean = "ocean LCL/FCL"
  case oceanExpedited = "ocean expedited"
  case railPlatform = "rail platform"
  case haulier = "cross-border haulier"
  case tirHaulier = "TIR haulier"
  case parcelNetwork = "parcel network"
}

/// Who makes the last mile of a lane.
package enum LastMile: String, CaseIterable, Sendable {
  case integrator, post, parcel, importer
  case postOrParcel = "post/parcel"
  case regionalParcel = "regional parcel"
  case parcelLocker = "parcel locker"
  case fulfilmentCentre = "fulfilment centre"
}

/// How well a lane's figures are founded.
package enum Confidence: String, CaseIterable, Sendable {
  /// Days and cost both rest on published figures.
  case high = "H"
  /// One of them does, or both on the same corridor.
  case medium = "M"
  /// Judgement.
  case low = "L"
}

/// A least, a likeliest and a greatest value.
package struct Estimate: Hashable, Sendable, BitwiseCopyable {
  /// The least.
  package var least: Int32
  /// The likeliest.
  package var likely: Int32
  /// The greatest.
  package var greatest: Int32
}

/// What moves a parcel on one leg of a lane.
package enum LegKind: String, CaseIterable, Sendable, BitwiseCopyable {
  case road, air, sea, rail
}

/// From one stop of a lane to the next.
package struct Leg: Hashable, Sendable, BitwiseCopyable {
  /// Where it starts.
  package var from: PlaceID
  /// Where it ends.
  package var to: PlaceID
  /// What moves the parcel.
  package var kind: LegKind
  /// Its length in kilometres, with the detour factors of the lane table (none by air and on air lanes' feeders, 1.3 by road,
  /// 1.25 by rail and on the feeders of ocean lanes, the waypoints' length at sea).
  package var kilometres: Int32
}

/// A way for parcels from an origin to a destination, with the stops between.
package struct Lane: Sendable {
  /// Its row in this build.
  package var id: LaneID
  /// Its stable code: a letter for the mode and two digits.
  package var code: String
  /// How the long haul is made.
  package var mode: TransportMode
  /// Where it starts.
  package var origin: PlaceID
  /// Where it ends.
  package var destination: PlaceID
  /// All stops in order, origin and destination included.
  package var stops: [PlaceID]
  /// The legs between the stops.
  package var legs: [Leg]
  /// Kilometres along the great circle from origin to destination.
  package var greatCircleKilometres: Int32
  /// Kilometres over the stops.
  package var routeKilometres: Int32
  /// Days door to door. An estimate of ours; `confidence` says how founded.
  package var days: Estimate
  /// US cents for a kilogram, door to door, without duty and tax. An estimate of ours.
  package var usCentsPerKilogram: Estimate
  /// Who carries.
  package var carrier: CarrierKind
  /// Who makes the last mile.
  package var lastMile: LastMile
  /// How well days and cost are founded.
  package var confidence: Confidence

  /// The stops between origin and destination.
  package var via: ArraySlice<PlaceID> { stops.dropFirst().dropLast() }

  /// The blank lane that stands for none.
  static let nothing = Lane(
    id: .none, code: "", mode: .unknown, origin: .none, destination: .none, stops: [], legs: [],
    greatCircleKilometres: 0, routeKilometres: 0, days: Estimate(least: 0, likely: 0, greatest: 0),
    usCentsPerKilogram: Estimate(least: 0, likely: 0, greatest: 0), carrier: .integrator, lastMile: .parcel,
    confidence: .low)
}
