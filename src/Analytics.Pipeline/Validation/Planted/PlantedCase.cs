using System.Globalization;

namespace Analytics.Pipeline.Validation.Planted;

/// <summary>One generated sample of the suite.</summary>
/// <param name="Accounts">All accounts, bots included.</param>
/// <param name="Mixing">Share of follows and interactions that leave the community.</param>
/// <param name="Bots">Share of accounts that are bots.</param>
/// <param name="Noise">How far chance blurs what sets leaders apart.</param>
/// <param name="Partial">Share of accounts whose followers, and whose acts, are missing.</param>
/// <param name="Seed">Decides the sample.</param>
public sealed record PlantedCase(
    int Accounts, double Mixing, double Bots, double Noise = 0, double Partial = 0, ulong Seed = 42)
{
    /// <summary>Sizes × mixing × bots, then noise, then partial exports.</summary>
    public static IReadOnlyList<PlantedCase> Suite(IReadOnlyList<int> sizes) =>
    [
        .. from accounts in sizes
           from mixing in (double[])[0.1, 0.3, 0.6]
           from bots in (double[])[0, 0.05, 0.2]
           select new PlantedCase(accounts, mixing, bots),
        .. from accounts in sizes
           from noise in (double[])[0.5, 1]
           from bots in (double[])[0, 0.2]
           select new PlantedCase(accounts, 0.3, bots, noise),
        .. from accounts in sizes
           from bots in (double[])[0, 0.2]
           select new PlantedCase(accounts, 0.3, bots, Partial: 0.5),
    ];

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Accounts:N0} accounts, mixing {Mixing}, bots {Bots}{(Noise > 0 ? $", noise {Noise}" : "")}"
        + $"{(Partial > 0 ? $", partial {Partial}" : "")}");
}
