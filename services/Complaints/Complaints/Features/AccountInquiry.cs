using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.V1;
using Complaints.Domain;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Complaints.Features;

/// <summary>
/// Asks Billing whether an account exists. A case is never refused because Billing is away: the answer then is
/// <see cref="AccountCheck.Unverified"/>, and <see cref="VerifyDueAccounts"/> asks again.
/// </summary>
internal sealed class AccountInquiry(
    AccountLookup.AccountLookupClient billing,
    TimeProvider clock,
    ILogger<AccountInquiry> log
)
{
    /// <summary>A customer waits on the line: longer than this and the case is taken unverified.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    public async Task<AccountCheck> AskAsync(Guid accountId, CancellationToken ct)
    {
        try
        {
            var request = new GetAccountRequest { AccountId = accountId.ToString() };
            await billing.GetAccountAsync(
                request,
                deadline: clock.GetUtcNow().UtcDateTime + Deadline,
                cancellationToken: ct
            );
            return AccountCheck.Verified;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return AccountCheck.Unknown;
        }
        catch (Exception e) when (IsAway(e) && !ct.IsCancellationRequested)
        {
            log.LogWarning("Billing did not answer, the account stays unverified: {Reason}", e.Message);
            return AccountCheck.Unverified;
        }
    }

    /// <summary>Away or broken: only a refusal of the question itself is ours to mend.</summary>
    private static bool IsAway(Exception e) =>
        e is HttpRequestException
        || e
            is RpcException
            {
                StatusCode: not (
                    StatusCode.InvalidArgument
                    or StatusCode.Unauthenticated
                    or StatusCode.PermissionDenied
                    or StatusCode.Unimplemented
                )
            };
}
