using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using Billing.Contracts.V1;
using Billing.Data;
using Billing.Domain.Compensations;
using Billing.Features.Charges;
using Billing.Features.Credit;
using Billing.Features.Payments;
using Grpc.Core;
using Microsoft.EntityFrameworkCore;
using Rules;
using ServiceDefaults.PolicyStore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Billing.Features.Compensations;

/// <summary>
/// Gives a customer a credit at once within the caller's limit, or has it wait for a second person (features.md B12, B16).
/// </summary>
internal sealed class CreditsService(
    BillingDb db,
    RestorePaidLines lines,
    PolicyBook book,
    OperatorCurrency currency,
    Caller caller,
    BusinessClock clock
) : Credits.CreditsBase
{
    private const int LongestReason = 500;

    public override async Task<GrantAnswer> Grant(GrantRequest request, ServerCallContext context)
    {
        var order = Read(request);
        try
        {
            var compensation = await GrantOnceAsync(order, context.CancellationToken);
            return new GrantAnswer
            {
                CompensationId = compensation.Id.ToString(),
                Status = compensation.Status.ToWord(),
                Amount = compensation.Amount.ToString("0.00", CultureInfo.InvariantCulture),
                Currency = compensation.Currency,
            };
        }
        catch (RuleViolation rule)
        {
            var trailers = new Metadata { { "code", rule.Code } };
            throw new RpcException(new Status(StatusCode.FailedPrecondition, rule.Message), trailers);
        }
    }

    private async Task<Compensation> GrantOnceAsync(CompensationOrder order, CancellationToken ct)
    {
        var (policies, now) = (await book.ReadAsync(ct), clock.Now());
        await using var turn = await db.Database.BeginTransactionAsync(ct);
        await db.LockGrantsAsync(order.ComplaintId, caller.Subject, ct);
        var known = await db.Compensations.SingleOrDefaultAsync(
            it => it.ComplaintId == order.ComplaintId && it.Key == order.Key,
            ct
        );
        if (known is not null)
        {
            return known.Is(order)
                ? known
                : throw new RuleViolation(
                    "compensation.key-reused",
                    "The key stands for a compensation of another amount, account or charge."
                );
        }

        var money =
            await db.LockMoneyAsync(order.AccountId, ct)
            ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such account."));
        await db.RequireNotGivenBackAsync(order, ct);
        var compensation = Compensation.Request(
            order,
            caller.Subject,
            await db.AllowanceAsync(order.ComplaintId, order.AccountId, caller, policies, now, ct),
            now.DateIn(policies.Calendar.Zone),
            now
        );
        db.Compensations.Add(compensation);
        if (compensation.Status == CompensationStatus.Granted)
        {
            db.Post(compensation, money, caller, now);
        }

        await lines.SaveAndRestoreAsync(order.AccountId, now, ct);
        await turn.CommitAsync(ct);
        return compensation;
    }

    private CompensationOrder Read(GrantRequest request)
    {
        var isSum = decimal.TryParse(
            request.Amount,
            NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var amount
        );
        Require(Ids.TryRead(request.AccountId, out var account), "account_id is no lower-case UUID.");
        Require(Ids.TryRead(request.ComplaintId, out var complaint), "complaint_id is no lower-case UUID.");
        Require(request.CaseNumber.Length is > 0 and <= 100, "case_number has 1 to 100 characters.");
        Require(
            request.Key.Length is > 0 and <= 100 && request.Key.All(c => c is >= '!' and <= '~'),
            "key has 1 to 100 printable ASCII characters."
        );
        Require(
            isSum && amount is > 0 and <= Compensation.Most && decimal.Round(amount, 2) == amount,
            $"amount is more than 0 and at most {Compensation.Most:0}, with at most two decimals."
        );
        Require(request.Reason.Length is > 0 and <= LongestReason, $"reason has 1 to {LongestReason} characters.");
        return new(
            account,
            complaint,
            request.CaseNumber,
            request.Key,
            amount,
            currency.Code,
            request.Reason,
            IdOrNone(request.ChargeId, "charge_id"),
            IdOrNone(request.ServiceId, "service_id")
        );
    }

    private static Guid? IdOrNone(string text, string field)
    {
        if (text.Length == 0)
        {
            return null;
        }

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
