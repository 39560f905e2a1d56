/** What people wrote, exactly as they wrote it; it cannot change the direction of what stands around it. */
export function Written({ children }: { children: string }) {
  return (
    <div className="written" dir="auto">
      {children}
    </div>
  );
}
