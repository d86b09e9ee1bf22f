using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.V1;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Vas.Domain.Subscriptions;

namespace Vas.Features.Subscriptions;

/// <summary>
/// Asks Billing which lines an account has, in the name of who waits. Without an answer nobody is subscribed to anything:
/// unlike a complaint, a prompt to a number that may be another's cannot be mended later.
/// </summary>
internal sealed class LineInquiry(
    AccountLookup.AccountLookupClient billing,
    TimeProvider clock,
    ILogger<LineInquiry> log
)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    public async Task<LinesFound> AskAsync(Guid accountId, CancellationToken ct)
    {
        try
        {
            var account = await billing.GetAccountAsync(
                new GetAccountRequest { AccountId = accountId.ToString() },
                deadline: clock.GetUtcNow().UtcDateTime + Deadline,
                cancellationToken: ct
            );
            return new(
                IsAway: false,
                [
                    .. account.Lines.Select(line => new SubscriberLine(
                        accountId,
                        Guid.Parse(line.Id),
                        line.ServiceNumber,
                        line.Kind
                    )),
                ]
            );
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return new(IsAway: false, Lines: null);
        }
        catch (Exception e) when (IsAway(e) && !ct.IsCancellationRequested)
        {
            log.LogWarning("Billing did not answer, nobody is asked to subscribe: {Reason}", e.Message);
            return new(IsAway: true, Lines: null);
        }
    }

    /// <summary>Whose a number is; null when it is nobody's here. While Billing is away it fails, for its caller is a message.</summary>
    /// <exception cref="RpcException">Billing is away.</exception>
    public async Task<Guid?> AccountOfAsync(string serviceNumber, CancellationToken ct)
    {
        try
        {
            var account = await billing.FindAccountAsync(
                new FindAccountRequest { ServiceNumber = serviceNumber },
                deadline: clock.GetUtcNow().UtcDateTime + Deadline,
                cancellationToken: ct
            );
            return Guid.Parse(account.Id);
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return null;
        }
    }

    private static bool IsAway(Exception e) =>
        e is HttpRequestException
        || e
            is RpcException
            {
                StatusCode: StatusCode.Unavailable
                    or StatusCode.DeadlineExceeded
                    or StatusCode.Cancelled
                    or StatusCode.Internal
                    or StatusCode.Unknown
            };
}

/// <param name="IsAway">Billing does not answer.</param>
/// <param name="Lines">Null when there is no such account.</param>
internal sealed record LinesFound(bool IsAway, IReadOnlyList<SubscriberLine>? Lines);
