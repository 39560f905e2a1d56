import Link, { type LinkProps } from "@cloudscape-design/components/link";
import { useLocation } from "wouter";

type Props = Pick<LinkProps, "variant" | "ariaLabel" | "children" | "fontSize"> & { href: string };

/** A link to another place of the portal: followed without loading it anew, unless into another tab. */
export function InnerLink({ href, ...rest }: Props) {
  const [, navigate] = useLocation();
  return (
    <Link
      {...rest}
      href={href}
      onFollow={(event) => {
        event.preventDefault();
        navigate(href);
      }}
    />
  );
}
