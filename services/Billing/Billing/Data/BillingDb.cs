using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Data;

namespace Billing.Data;

public sealed class BillingDb(DbContextOptions<BillingDb> options) : ServiceDb(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<Account>(account =>
        {
            account.Property(a => a.Version).IsConcurrencyToken();
            account.Property(a => a.CustomerGroup).HasConversion<string>();
            account.ComplexProperty(
                a => a.Contact,
                contact =>
                {
                    contact.Property(c => c.PhoneNumber).HasColumnName("ContactPhone");
                    contact.Property(c => c.Email).HasColumnName("ContactEmail");
                    contact.Property(c => c.Language).HasColumnName("ContactLanguage");
                }
            );
            account.HasMany(a => a.Lines).WithOne().HasForeignKey("AccountId").IsRequired();
        });
        model.Entity<Line>(line =>
        {
            line.ToTable("Lines");
            line.Property(l => l.Id).ValueGeneratedNever();
            line.Property(l => l.Kind).HasConversion<string>();
        });
    }
}
