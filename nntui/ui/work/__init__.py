"""The work behind the screen: ``controller`` (session), ``runner`` (training), ``loader`` (other threads), ``disk``."""
