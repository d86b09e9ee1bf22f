using ApiConventions.Errors;
using Billing.Domain.Payments;

namespace Billing.Features.Payments;

/// <summary>The one currency that this operator bills and is paid in: <c>Operator:Currency</c>, CNY unless set.</summary>
internal sealed record OperatorCurrency(string Code);

/// <summary>What a client may name as a sum of money.</summary>
internal static class Sums
{
    /// <exception cref="InvalidInput">It is missing, not above zero, above <see cref="Payment.Most"/>, or finer than a fen.</exception>
    public static decimal Read(decimal? value, string field) =>
        value switch
        {
            null => throw new InvalidInput(field, "It is mandatory."),
            <= 0 or > Payment.Most => throw new InvalidInput(
                field,
                $"More than 0 and at most {Payment.Most:0} is expected."
            ),
            { } sum when decimal.Round(sum, 2) != sum => throw new InvalidInput(
                field,
                "At most two decimals are expected."
            ),
            { } sum => sum + 0.00m, // written with two decimals from the first answer on
        };
}
