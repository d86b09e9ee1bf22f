using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using ApiConventions;
using Grpc.Core;
using Loyalty.Contracts.V1;
using Loyalty.Data;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Loyalty.Features;

/// <summary>Answers which tier a customer has (features.md L9); a customer's token asks for its own only.</summary>
internal sealed class TierLookupService(LoyaltyDb db, Caller caller) : TierLookup.TierLookupBase
{
    public override async Task<Tier> GetTier(GetTierRequest request, ServerCallContext context)
    {
        if (!Ids.TryRead(request.AccountId, out var id))
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, "account_id is no lower-case UUID."));
        }

        if (caller.IsCustomer && caller.AccountId != id)
        {
            throw new RpcException(new Status(StatusCode.NotFound, "There is no such account."));
        }

        var found = await db
            .Members.AsNoTracking()
            .Where(member => member.AccountId == id)
            .Select(member => new { member.Tier, member.TierValidUntil })
            .SingleOrDefaultAsync(context.CancellationToken);
        return new Tier
        {
            Tier_ = (found?.Tier ?? Domain.Tier.None).ToWord(),
            ValidUntil = found?.TierValidUntil?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "",
        };
    }
}
