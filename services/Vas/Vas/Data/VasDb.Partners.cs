using Microsoft.EntityFrameworkCore;

namespace Vas.Data;

public sealed partial class VasDb
{
    private static void MapPartners(ModelBuilder model) => _ = model;
}
