namespace Analytics.Pipeline.Communities;

/// <summary>One interaction of a pair, in four bytes.</summary>
/// <param name="Freshness">65,535 just now, half after each recent half-life.</param>
/// <param name="Slot">Age in twentieths of the recent half-life, rounded down.</param>
/// <param name="Kind">Bit of its kind.</param>
internal readonly record struct Interaction(ushort Freshness, byte Slot, byte Kind) : IComparable<Interaction>
{
    /// <summary>Slots that there can be; an observed window has about two hundred.</summary>
    public const int Slots = 256;

    private uint Key => ((uint)Freshness << 16) | ((uint)Slot << 8) | Kind;

    public int CompareTo(Interaction other) => Key.CompareTo(other.Key);
}
