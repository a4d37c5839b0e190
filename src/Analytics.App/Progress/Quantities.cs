namespace Analytics.App.Progress;

/// <summary>Bytes: with a unit in a line for people, a whole number in one for machines.</summary>
internal readonly record struct ByteCount(long Bytes)
{
    public override string ToString() => Amounts.Bytes(Bytes);
}

/// <summary>Time: in minutes and seconds for people, in seconds for machines.</summary>
internal readonly record struct Duration(TimeSpan Time)
{
    public override string ToString() => Amounts.Seconds(Time);
}

/// <summary>A part of a whole: per cent for people, 0 to 1 or null for machines.</summary>
internal readonly record struct Portion(double Fraction)
{
    public override string ToString() => Amounts.Share(Fraction);
}
