namespace Vas.Domain.Providers;

/// <summary>A service as it is proposed (features.md V2).</summary>
/// <param name="AccessCode">The port that its messages come from, 4 to 20 digits.</param>
/// <param name="Price">Per period, above zero, in whole hundredths.</param>
/// <param name="TrialDays">Free days at the start; 0 for none.</param>
/// <param name="TrialTurnsPaid">Whether the trial would become paid without another word of the customer.</param>
public sealed record ServiceOffer(
    string NameZh,
    string NameEn,
    string AccessCode,
    decimal Price,
    ServicePeriod Period,
    int TrialDays = 0,
    bool TrialTurnsPaid = false
);
