using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Contracts.V1;
using Billing.Domain.Charges;
using Billing.Features.Payments;
using Grpc.Core;
using Rules;

namespace Billing.Features.Charges;

/// <summary>What Vas asks for: a charge posted, or taken off again (features.md V5, B16).</summary>
internal sealed class ChargesService(PostCharges post, ReverseCharge reverse, OperatorCurrency currency)
    : Contracts.V1.Charges.ChargesBase
{
    private const int Most = 500;
    private const int LongestName = 200;
    private const int LongestReason = 500;

    public override async Task<ChargeAnswer> Post(PostChargeRequest request, ServerCallContext context)
    {
        var outcome = (await post.EachOnceAsync([Read(request)], context.CancellationToken))[0];
        return outcome.Charge is { } charge ? AnswerOf(charge)
            : outcome.Refusal!.Code == PostCharges.NoSuchLine
                ? throw new RpcException(new Status(StatusCode.NotFound, outcome.Refusal.Message))
            : throw Refused(outcome.Refusal);
    }

    public override async Task<PostManyAnswer> PostMany(PostManyRequest request, ServerCallContext context)
    {
        Require(request.Charges.Count is > 0 and <= Most, $"1 to {Most} charges are posted at once.");
        var outcomes = new PostOutcome[request.Charges.Count];
        var orders = new List<(int Index, ChargeOrder Order)>(outcomes.Length);
        foreach (var (index, charge) in request.Charges.Index())
        {
            try
            {
                orders.Add((index, Read(charge)));
            }
            catch (RpcException no)
            {
                outcomes[index] = new() { RefusalCode = "charge.not-understood", Reason = no.Status.Detail };
            }
        }

        var posted = await post.EachOnceAsync(orders.ConvertAll(it => it.Order), context.CancellationToken);
        foreach (var ((index, _), outcome) in orders.Zip(posted))
        {
            outcomes[index] = OutcomeOf(outcome);
        }

        return new() { Outcomes = { outcomes } };
    }

    public override async Task<ChargeAnswer> Reverse(ReverseChargeRequest request, ServerCallContext context)
    {
        _ = KeyOf(request.ChargeId, request.BusinessKey);
        Require(request.Reason.Length is > 0 and <= LongestReason, $"reason has 1 to {LongestReason} characters.");
        var extra = ExtraOf(request.Extra);
        try
        {
            return AnswerOf(
                await reverse.OnceAsync(request.BusinessKey, request.Reason, extra, context.CancellationToken)
            );
        }
        catch (RuleViolation rule)
        {
            throw Refused(rule);
        }
    }

    private static PostOutcome OutcomeOf(PostingOutcome outcome) =>
        outcome.Charge is { } charge
            ? new() { Answer = AnswerOf(charge) }
            : new() { RefusalCode = outcome.Refusal!.Code, Reason = outcome.Refusal.Message };

    private static ChargeAnswer AnswerOf(ThirdPartyCharge charge) =>
        new()
        {
            EntryId = (charge.ReversalEntryId ?? charge.EntryId).ToString(),
            Status = charge.Status == ChargeStatus.Posted ? "posted" : "reversed",
        };

    private static RpcException Refused(RuleViolation rule) =>
        new(new Status(StatusCode.FailedPrecondition, rule.Message), new Metadata { { "code", rule.Code } });

    private ChargeOrder Read(PostChargeRequest request)
    {
        var isSum = decimal.TryParse(
            request.Amount,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var amount
        );
        Require(
            isSum && amount is > 0 and <= ThirdPartyCharge.Most && decimal.Round(amount, 2) == amount,
            $"amount is more than 0 and at most {ThirdPartyCharge.Most:0}, with at most two decimals."
        );
        Require(request.Currency == currency.Code, $"currency is {currency.Code}.");
        var isTime = DateTimeOffset.TryParse(
            request.OccurredAt,
            CultureInfo.InvariantCulture,
            DateTimeStyles.RoundtripKind,
            out var occurredAt
        );
        Require(
            isTime && request.OccurredAt.EndsWith('Z') && occurredAt.Year is >= 2000 and < 9999,
            "occurred_at is a time in UTC by RFC 3339."
        );
        return new(
            KeyOf(request.ChargeId, request.BusinessKey),
            request.BusinessKey,
            IdOf(request.AccountId, "account_id"),
            IdOf(request.LineId, "line_id"),
            Named(request.ProviderId, request.ProviderNameZh, request.ProviderNameEn, "provider"),
            Named(request.ServiceId, request.ServiceNameZh, request.ServiceNameEn, "service"),
            amount,
            currency.Code,
            occurredAt.AddTicks(-(occurredAt.Ticks % TimeSpan.TicksPerMicrosecond)) // as precise as it is kept
        );
    }

    private static decimal ExtraOf(string text)
    {
        var extra = 0m;
        var isSum =
            text.Length == 0
            || decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out extra);
        Require(
            isSum && extra <= ThirdPartyCharge.MostExtra && decimal.Round(extra, 2) == extra,
            $"extra is at most {ThirdPartyCharge.MostExtra:0}, with at most two decimals."
        );
        return extra;
    }

    private static NamedParty Named(string id, string nameZh, string nameEn, string what)
    {
        Require(
            nameZh.Length is > 0 and <= LongestName && nameEn.Length is > 0 and <= LongestName,
            $"{what}_name_zh and {what}_name_en have 1 to {LongestName} characters."
        );
        return new(IdOf(id, $"{what}_id"), nameZh, nameEn);
    }

    private static Guid KeyOf(string chargeId, string businessKey)
    {
        var charge = IdOf(chargeId, "charge_id");
        Require(businessKey == $"vas:{chargeId}", "business_key is vas: and the charge's id.");
        return charge;
    }

    private static Guid IdOf(string text, string field)
    {
        Require(Ids.TryRead(text, out var id), $"{field} is no lower-case UUID.");
        return id;
    }

    private static void Require(bool isRight, string expectation)
    {
        if (!isRight)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, expectation));
        }
    }
}
