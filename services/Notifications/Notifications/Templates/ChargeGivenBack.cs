using Notifications.Domain;

namespace Notifications.Templates;

/// <summary>A wrong charge was given back, perhaps several times over (features.md V15, N6).</summary>
/// <param name="Extra">What he gets beyond the charge.</param>
internal sealed record ChargeGivenBack(
    string ServiceNameZh,
    string ServiceNameEn,
    string ServiceNumber,
    decimal Amount,
    decimal Extra,
    string Currency,
    string Reason
) : Template("charge-refunded", MessageClass.Confirmation)
{
    public override Wording Chinese(string hotline)
    {
        return new("扣费已退还", Text(Clause(Reason)), Text(Short(Clause(Reason), 30)));

        string Text(string reason) =>
            $"“{Short(ServiceNameZh, 20)}”向号码{ServiceNumber}的收费{Yuan(Amount, Currency)}已退还"
            + $"{(Extra == 0 ? "" : $"，并另行赔付{Yuan(Extra, Currency)}")}，计入账户。原因：{reason}。详询{hotline}。";
    }

    public override Wording English(string hotline)
    {
        return new("A charge was refunded", Text(Clause(Reason)), Text(Short(Clause(Reason), 30)));

        string Text(string reason) =>
            $"The charge of {Sum(Amount, Currency)} by {Short(ServiceNameEn, 20)} to {ServiceNumber} was refunded"
            + $"{(Extra == 0 ? "" : $", with {Sum(Extra, Currency)} of compensation")}. "
            + $"Reason: {reason}. Questions: {hotline}.";
    }
}
